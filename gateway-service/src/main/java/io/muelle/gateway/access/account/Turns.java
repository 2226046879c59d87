package io.muelle.gateway.access.account;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Of many that ask the same at once one finds out; the others wait, and find out themselves if it did not. */
final class Turns {
    private final ConcurrentMap<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

    /**
     * What is known, or else what is found out, by one at a time for each key.
     *
     * @param findOut makes it known, if it finds anything
     */
    <T> Optional<T> ask(String key, Supplier<Optional<T>> known, Supplier<Optional<T>> findOut) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        Optional<T> answer = known.get();
        while (answer.isEmpty()) {
            CompletableFuture<Void> other = underWay.putIfAbsent(key, mine);
            if (other == null) {
                return inTurn(key, mine, findOut);
            }
            other.join();
            answer = known.get();
        }
        return answer;
    }

    private <T> T inTurn(String key, CompletableFuture<Void> mine, Supplier<T> work) {
        try {
            return work.get();
        } finally {
            underWay.remove(key);
            mine.complete(null);
        }
    }
}
