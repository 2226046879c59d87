package io.muelle.gateway.access.token;

import io.muelle.contracts.access.TrustedKeys.Revocation;
import io.muelle.gateway.config.GatewayConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Which tokens count no more; a revocation is kept until the last token it concerns has ended. */
@Singleton
public class Revocations {
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final Duration kept;
    private final Clock clock;

    Revocations(GatewayConfig config, Clock clock) {
        this.kept = config.tokenLifetime().plus(SLACK);
        this.clock = clock;
    }

    /**
     * Ends, inside the session's transaction, every token that was issued before now. Tokens count their time in whole
     * seconds, so the present second is taken along.
     */
    public Uni<Void> add(Mutiny.Session session, Revocation.Kind kind, String subject) {
        Instant now = clock.instant();
        Instant nextSecond = now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        return session.find(RevocationEntity.class, new RevocationId(kind, subject))
                .chain(found -> {
                    RevocationEntity entity = found == null ? new RevocationEntity() : found;
                    entity.kind = kind;
                    entity.subject = subject;
                    entity.issuedBefore = nextSecond;
                    entity.endsAt = now.plus(kept);
                    return found == null
                            ? session.persist(entity)
                            : Uni.createFrom().voidItem();
                });
    }

    public Uni<List<Revocation>> inForce(Mutiny.Session session) {
        return session.createNativeQuery(
                        "SELECT kind, value, issued_before, ends_at FROM revocation WHERE ends_at > ?1",
                        RevocationEntity.class)
                .setParameter(1, clock.instant())
                .getResultList()
                .map(found -> found.stream()
                        .map(entity -> new Revocation(entity.kind, entity.subject, entity.issuedBefore))
                        .toList());
    }

    public Uni<Integer> removeEnded(Mutiny.Session session) {
        return session.createNativeQuery("DELETE FROM revocation WHERE ends_at <= ?1")
                .setParameter(1, clock.instant())
                .executeUpdate();
    }
}
