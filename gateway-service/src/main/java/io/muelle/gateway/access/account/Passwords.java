package io.muelle.gateway.access.account;

import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) over passwords of 8 to 256 characters. Each hash takes 19 MiB, so two run at a time and few wait:
 * whoever finds the queue full is asked to come back.
 */
@Singleton
public class Passwords {
    public static final int MIN_LENGTH = 8;
    public static final int MAX_LENGTH = 256;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int AT_ONCE = 2;
    private static final int MAX_WAITING = 64;
    private static final long PATIENCE_SECONDS = 10;

    private final SecureRandom random = new SecureRandom();
    private final Semaphore slots = new Semaphore(AT_ONCE, true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final String decoy = text(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));

    /** The hash with its salt and parameters, as one text. */
    public String hash(String password) {
        byte[] salt = randomBytes(SALT_BYTES);
        return text(salt, argon2(password, salt));
    }

    /** Whether this is the password of the hash; takes the same time for an account that does not exist (null). */
    public boolean matches(String password, String hash) {
        String[] parts = (hash == null || hash.isEmpty() ? decoy : hash).split("\\$");
        byte[] actual = argon2(password, Base64.getDecoder().decode(parts[1]));
        boolean equal = MessageDigest.isEqual(actual, Base64.getDecoder().decode(parts[2]));
        return equal && hash != null && !hash.isEmpty();
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String text(byte[] salt, byte[] hash) {
        return "argon2id$" + encoded(salt) + '$' + encoded(hash);
    }

    private byte[] argon2(String password, byte[] salt) {
        acquire();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withMemoryAsKB(MEMORY_KIB)
                    .withIterations(ITERATIONS)
                    .withParallelism(1)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[HASH_BYTES];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            slots.release();
        }
    }

    private void acquire() {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            throw busy();
        }
        try {
            if (!slots.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private static RegistryException busy() {
        return new RegistryException(ErrorCode.TOOMANYREQUESTS, "Too many log-ins at once: try again in a moment.")
                .with("Retry-After", "5");
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
