package io.muelle.blob.domain;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.RepositoryName;
import java.util.UUID;

/** Which upload a request means; it is found only in its repository and by who opened it. */
public record Upload(RepositoryName repository, Actor owner, UUID id) {
    /** The owner as one text, so that a user and a service of one name stay apart. */
    public String ownerText() {
        return text(owner);
    }

    public static String text(Actor actor) {
        return actor.kind() + ":" + actor.name();
    }
}
