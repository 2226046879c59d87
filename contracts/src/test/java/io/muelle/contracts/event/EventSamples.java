package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One event of each type: what the golden files hold. */
final class EventSamples {
    private static final String REPOSITORY = "alice/app";
    private static final String DIGEST = "sha256:" + "a1".repeat(32);
    private static final String OTHER_DIGEST = "sha256:" + "0b".repeat(32);
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final UUID CLAIM = UUID.fromString("0199f3a0-8b1c-7c3e-9d5f-1a2b3c4d5e6f");
    private static final UUID TOKEN = UUID.fromString("0199f3a0-8b1c-7c3e-9d5f-1a2b3c4d5e70");
    private static final Actor ALICE = Actor.user("alice");
    private static final Actor ADMIN = Actor.user("admin");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final Request REQUEST =
            new Request("192.0.2.7", "docker/29.0.0", "7b0c1c5e-6f0e-4d2f-9a53-0c2f9e6f3b10");

    private EventSamples() {}

    static Event of(EventType type) {
        return switch (type) {
            case REPOSITORY_CREATED -> new RepositoryCreated(REPOSITORY, ALICE, AT);
            case REPOSITORY_DELETED -> new RepositoryDeleted(REPOSITORY, ALICE, AT);
            case MANIFEST_STORED -> new ManifestStored(REPOSITORY, DIGEST, IMAGE, null, 1234, CLAIM, ALICE, AT);
            case MANIFEST_DELETED -> new ManifestDeleted(REPOSITORY, DIGEST, IMAGE, CLAIM, ALICE, AT);
            case IMAGE_PUSHED -> imagePushed();
            case IMAGE_DELETED -> new ImageDeleted(REPOSITORY, "v1", DIGEST, ALICE, AT);
            case TAG_CREATED -> new TagCreated(REPOSITORY, "v1", DIGEST, ALICE, AT);
            case TAG_MOVED -> new TagMoved(REPOSITORY, "v1", DIGEST, OTHER_DIGEST, ALICE, AT);
            case TAG_DELETED -> new TagDeleted(REPOSITORY, "v1", DIGEST, ALICE, AT);
            case TAG_RESTORED -> new TagRestored(REPOSITORY, "v1", DIGEST, OTHER_DIGEST, ALICE, AT);
            case REFERRER_ADDED ->
                new ReferrerAdded(
                        REPOSITORY, DIGEST, OTHER_DIGEST, IMAGE, "application/vnd.example.sbom", 1234, ALICE, AT);
            case BLOB_UPLOADED -> new BlobUploaded(REPOSITORY, DIGEST, 73_400_320, ALICE, AT);
            case BLOB_MOUNTED -> new BlobMounted(REPOSITORY, DIGEST, 73_400_320, "bob/base", ALICE, AT);
            case BLOB_DELETED -> new BlobDeleted(REPOSITORY, DIGEST, ALICE, AT);
            case ACCOUNT_CREATED -> new AccountCreated("alice", false, ADMIN, AT);
            case ACCOUNT_CHANGED -> new AccountChanged("alice", List.of("email", "password"), ALICE, AT);
            case ACCOUNT_DELETED -> new AccountDeleted("alice", ADMIN, AT);
            case VISIBILITY_CHANGED -> new VisibilityChanged("alice", REPOSITORY, "public", "private", ALICE, AT);
            case IMAGE_PULLED -> new ImagePulled(REPOSITORY, "v1", DIGEST, IMAGE, Actor.ANONYMOUS, REQUEST, AT);
            case ACCESS_DENIED -> new AccessDenied("bob/base", "push", ALICE, REQUEST, AT);
            case LOGIN_FAILED -> new LoginFailed("mallory", "credentials", REQUEST, AT);
            case TOKEN_ISSUED ->
                new TokenIssued("alice", TOKEN, List.of("repository:alice/app:pull,push"), REQUEST, AT);
        };
    }

    private static ImagePushed imagePushed() {
        return new ImagePushed(
                "registry.example:8080",
                REPOSITORY,
                "v1",
                DIGEST,
                OTHER_DIGEST,
                INDEX,
                null,
                1234,
                List.of("linux/amd64", "linux/arm64/v8"),
                ALICE,
                REQUEST,
                AT);
    }
}
