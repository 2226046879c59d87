package io.muelle.blob.api;

import io.muelle.blob.domain.Links;
import io.muelle.blob.store.BlobReader;
import io.muelle.contracts.access.Action;
import io.muelle.contracts.ask.Permissions;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.MalformedNameException;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.security.Token;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mounts (distribution-spec, "Mounting a blob from another repository"). Whatever stands in the way of one is no error:
 * the client uploads instead.
 */
@Singleton
public final class Mounts {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** How many repositories that hold the blob are looked at for one that the caller may pull from. */
    private static final int CANDIDATES = 100;

    private final Links links;
    private final BlobReader reader;
    private final Permissions permissions;

    Mounts(Links links, BlobReader reader, Permissions permissions) {
        this.links = links;
        this.reader = reader;
        this.permissions = permissions;
    }

    /** True if the repository holds the blob now. */
    boolean mount(RepositoryName repository, Digest digest, String from, Token token) {
        return source(digest, from, token)
                .map(source -> links.mount(repository, digest, source, token.actor()))
                .orElse(false);
    }

    private Optional<RepositoryName> source(Digest digest, String from, Token token) {
        if (from == null) {
            return anySource(digest, token);
        }
        return name(from)
                .filter(source -> token.allows(source, Action.PULL)
                        || !permitted(token, Set.of(source)).isEmpty());
    }

    private Optional<RepositoryName> anySource(Digest digest, Token token) {
        List<RepositoryName> holders = reader.holders(digest, CANDIDATES);
        if (holders.isEmpty()) {
            return Optional.empty();
        }
        Set<RepositoryName> permitted = permitted(token, Set.copyOf(holders));
        return holders.stream().filter(permitted::contains).findFirst();
    }

    /** A client may ask for a token before it knows where it will mount from, so the account's own rights count too. */
    private Set<RepositoryName> permitted(Token token, Set<RepositoryName> sources) {
        return permissions
                .permitted(token.actor(), Action.PULL, sources)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(Set.of())
                .await()
                .indefinitely();
    }

    private static Optional<RepositoryName> name(String text) {
        try {
            return Optional.of(new RepositoryName(text));
        } catch (MalformedNameException malformed) {
            return Optional.empty();
        }
    }
}
