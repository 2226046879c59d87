package io.muelle.platform.ask;

import io.muelle.platform.http.PeerUnavailableException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The replicas of the other services, in turn; one that failed lately comes last. */
@Singleton
public class Peers {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    // To find out again costs a request its patience.
    private static final Duration AFTER_SILENCE = Duration.ofSeconds(30);

    /** One replica. */
    public record Address(String host, int port) {
        static Address of(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("A peer's address is written host:port, not " + text);
            }
            // An IPv6 address is written in brackets here, and nowhere else.
            String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
            return new Address(host, Integer.parseInt(text.substring(colon + 1)));
        }
    }

    private final PeersConfig config;
    private final Clock clock;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<Address, Instant> avoidedUntil = new ConcurrentHashMap<>();

    public Peers(PeersConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    public boolean has(String service) {
        return config.peers().containsKey(service);
    }

    /** Every replica, in the order in which to try them. */
    public List<Address> of(String service) {
        PeersConfig.Peer peer = config.peers().get(service);
        if (peer == null || peer.addresses().isEmpty()) {
            throw new PeerUnavailableException(service, "muelle.peers." + service + ".addresses is not set.");
        }
        List<Address> inTurn = new ArrayList<>();
        List<Address> avoided = new ArrayList<>();
        int count = peer.addresses().size();
        int first = Math.floorMod(turn.getAndIncrement(), count);
        for (int i = 0; i < count; i++) {
            Address address = Address.of(peer.addresses().get((first + i) % count));
            (isAvoided(address) ? avoided : inTurn).add(address);
        }
        inTurn.addAll(avoided);
        return inTurn;
    }

    String secret(String service) {
        return config.peers()
                .get(service)
                .secret()
                .orElseThrow(
                        () -> new PeerUnavailableException(service, "muelle.peers." + service + ".secret is not set."));
    }

    /** Tells that a replica could not be reached. */
    public void failed(Address address, Throwable failure) {
        avoidedUntil.put(address, clock.instant().plus(AFTER_FAILURE));
    }

    /** Tells that a replica took a question and did not answer it in time. */
    public void silent(Address address) {
        avoidedUntil.put(address, clock.instant().plus(AFTER_SILENCE));
    }

    private boolean isAvoided(Address address) {
        Instant until = avoidedUntil.get(address);
        return until != null && clock.instant().isBefore(until);
    }
}
