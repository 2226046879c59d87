package io.muelle.contracts.event;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every event there is, with its CloudEvents {@code type}; a type is never renamed. */
public enum EventType {
    REPOSITORY_CREATED("repository.created", RepositoryCreated.class),
    REPOSITORY_DELETED("repository.deleted", RepositoryDeleted.class),
    MANIFEST_STORED("manifest.stored", ManifestStored.class),
    MANIFEST_DELETED("manifest.deleted", ManifestDeleted.class),
    IMAGE_PUSHED("image.pushed", ImagePushed.class),
    IMAGE_DELETED("image.deleted", ImageDeleted.class),
    TAG_CREATED("tag.created", TagCreated.class),
    TAG_MOVED("tag.moved", TagMoved.class),
    TAG_DELETED("tag.deleted", TagDeleted.class),
    TAG_RESTORED("tag.restored", TagRestored.class),
    REFERRER_ADDED("referrer.added", ReferrerAdded.class),
    BLOB_UPLOADED("blob.uploaded", BlobUploaded.class),
    BLOB_MOUNTED("blob.mounted", BlobMounted.class),
    BLOB_DELETED("blob.deleted", BlobDeleted.class),
    ACCOUNT_CREATED("account.created", AccountCreated.class),
    ACCOUNT_CHANGED("account.changed", AccountChanged.class),
    ACCOUNT_DELETED("account.deleted", AccountDeleted.class),
    VISIBILITY_CHANGED("visibility.changed", VisibilityChanged.class),
    IMAGE_PULLED("image.pulled", ImagePulled.class),
    ACCESS_DENIED("access.denied", AccessDenied.class),
    LOGIN_FAILED("login.failed", LoginFailed.class),
    TOKEN_ISSUED("token.issued", TokenIssued.class);

    private static final Map<Class<? extends Event>, EventType> BY_RECORD =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventType::record, Function.identity()));
    private static final Map<String, EventType> BY_TYPE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventType::type, Function.identity()));

    private final String type;
    private final Class<? extends Event> record;

    EventType(String type, Class<? extends Event> record) {
        this.type = "io.muelle." + type;
        this.record = record;
    }

    public String type() {
        return type;
    }

    public Class<? extends Event> record() {
        return record;
    }

    public static EventType of(Class<? extends Event> record) {
        return BY_RECORD.get(record);
    }

    /** The type of that name; empty for one that a newer service may send. */
    public static Optional<EventType> ofType(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }
}
