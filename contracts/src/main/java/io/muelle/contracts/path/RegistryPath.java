package io.muelle.contracts.path;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A path below {@code /v2/}, taken apart by the endpoints of the distribution specification. Only the last part may be
 * percent-encoded, so that no name reaches storage in a spelling of its own.
 */
public sealed interface RegistryPath {
    String PREFIX = "/v2/";

    /** {@code /v2/} (end-1). */
    record Base() implements RegistryPath {}

    /** {@code /v2/_catalog}. */
    record Catalog() implements RegistryPath {}

    /** A path below {@code /v2/} that no endpoint has. */
    record Unknown() implements RegistryPath {}

    /** A path that names a repository. */
    sealed interface InRepository extends RegistryPath {
        RepositoryName repository();
    }

    /** {@code …/blobs/<digest>} (end-2, end-10). */
    record Blob(RepositoryName repository, Digest digest) implements InRepository {}

    /** {@code …/blobs/uploads/} (end-4, end-11). */
    record Uploads(RepositoryName repository) implements InRepository {}

    /** {@code …/blobs/uploads/<session>} (end-5, end-6, end-13, end-14). */
    record Upload(RepositoryName repository, String session) implements InRepository {}

    /** {@code …/manifests/<reference>} (end-3, end-7, end-9). */
    record Manifest(RepositoryName repository, Reference reference) implements InRepository {}

    /** {@code …/tags/list} (end-8). */
    record Tags(RepositoryName repository) implements InRepository {}

    /** {@code …/referrers/<digest>} (end-12). */
    record Referrers(RepositoryName repository, Digest digest) implements InRepository {}

    /** Whether {@code path} is this protocol's at all. */
    static boolean covers(String path) {
        return path.startsWith(PREFIX) || path.equals("/v2");
    }

    /**
     * Takes a raw path apart. Refuses a malformed repository name or digest with
     * {@link io.muelle.contracts.name.MalformedNameException}.
     */
    static RegistryPath parse(String path) {
        if (path.equals("/v2") || path.equals(PREFIX)) {
            return new Base();
        }
        if (!path.startsWith(PREFIX)) {
            return new Unknown();
        }
        String rest = path.substring(PREFIX.length());
        return rest.equals("_catalog") ? new Catalog() : inRepository(List.of(rest.split("/", -1)));
    }

    private static RegistryPath inRepository(List<String> parts) {
        int count = parts.size();
        if (count >= 4
                && parts.get(count - 3).equals("blobs")
                && parts.get(count - 2).equals("uploads")) {
            RepositoryName repository = name(parts, count - 3);
            String session = parts.get(count - 1);
            return session.isEmpty() ? new Uploads(repository) : new Upload(repository, session);
        }
        if (count < 3) {
            return new Unknown();
        }
        String last = parts.get(count - 1);
        return switch (parts.get(count - 2)) {
            case "blobs" ->
                last.equals("uploads")
                        ? new Uploads(name(parts, count - 2))
                        : new Blob(name(parts, count - 2), Digest.parse(decoded(last)));
            case "manifests" -> new Manifest(name(parts, count - 2), Reference.parse(decoded(last)));
            case "referrers" -> new Referrers(name(parts, count - 2), Digest.parse(decoded(last)));
            case "tags" -> last.equals("list") ? new Tags(name(parts, count - 2)) : new Unknown();
            default -> new Unknown();
        };
    }

    private static RepositoryName name(List<String> parts, int end) {
        return new RepositoryName(String.join("/", parts.subList(0, end)));
    }

    private static String decoded(String part) {
        if (part.indexOf('%') < 0) {
            return part;
        }
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return part;
        }
    }
}
