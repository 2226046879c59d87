package io.muelle.manifest.store;

import io.muelle.contracts.ask.Claims.Outcome;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What became of claims. The first to write an outcome decides. */
public final class ClaimOutcomes {
    private final Database database;

    public ClaimOutcomes(Database database) {
        this.database = database;
    }

    /** Commits a claim with the transaction, unless it was decided before: {@link #requireFirst} says so. */
    public Transaction.Sent commit(Transaction transaction, UUID claim) {
        return transaction.send(
                "INSERT INTO claim_outcome (claim, outcome) VALUES ($1, 'COMMITTED') ON CONFLICT DO NOTHING", claim);
    }

    /** Fails with {@link ClaimDecidedException} if the claim was decided before. */
    public static void requireFirst(Transaction.Sent commit) {
        if (commit.rows().rowCount() != 1) {
            throw new ClaimDecidedException();
        }
    }

    public void settle(Transaction transaction, UUID claim, Outcome outcome) {
        transaction.send("UPDATE claim_outcome SET outcome = $2 WHERE claim = $1", claim, outcome.name());
    }

    /** Aborts those without an outcome, waiting for who is about to commit, and then reads all of them. */
    public Map<UUID, Outcome> decide(Set<UUID> claims) {
        UUID[] ordered = claims.stream().sorted().toArray(UUID[]::new);
        database.query(
                "INSERT INTO claim_outcome (claim, outcome) SELECT claim, 'ABORTED' FROM unnest($1::uuid[]) AS claim"
                        + " ON CONFLICT DO NOTHING",
                (Object) ordered);
        Map<UUID, Outcome> outcomes = read(ordered);
        if (outcomes.size() < claims.size()) {
            throw new IllegalStateException("A claim has no outcome after it was decided");
        }
        return outcomes;
    }

    /** Those that hold content, or may come to. */
    public Set<UUID> alive(Set<UUID> claims) {
        Set<UUID> alive = new HashSet<>(claims);
        read(claims.toArray(UUID[]::new)).forEach((claim, outcome) -> {
            if (outcome != Outcome.COMMITTED) {
                alive.remove(claim);
            }
        });
        return alive;
    }

    private Map<UUID, Outcome> read(UUID[] claims) {
        Map<UUID, Outcome> outcomes = new HashMap<>();
        for (Row row :
                database.query("SELECT claim, outcome FROM claim_outcome WHERE claim = ANY($1)", (Object) claims)) {
            outcomes.put(row.getUUID("claim"), Outcome.valueOf(row.getString("outcome")));
        }
        return outcomes;
    }
}
