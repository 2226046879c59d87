package io.muelle.manifest.api;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.contracts.name.TagName;
import io.muelle.contracts.path.Reference;
import io.muelle.contracts.path.RegistryPath;
import io.muelle.manifest.config.ManifestConfig;
import io.muelle.manifest.domain.InvalidManifestException;
import io.muelle.manifest.domain.Manifest;
import io.muelle.manifest.domain.ManifestParser;
import io.muelle.manifest.domain.ManifestPush;
import io.muelle.manifest.domain.Push;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.MemoryBudget;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RequestBody;
import io.muelle.platform.http.RequestOrigin;
import io.muelle.platform.security.PublicAddress;
import io.muelle.platform.security.Token;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/** Answers pushes of manifests (distribution-spec, "Pushing manifests"), by tag, or by digest with tags beside it. */
@Singleton
final class ManifestPushes {
    // What a manifest takes in memory while it is read, parsed and stored, in times of its size.
    private static final long COPIES = 4;

    private final ManifestParser parser;
    private final ManifestPush manifestPush;
    private final PublicAddress publicAddress;
    private final ManifestConfig config;
    private final MemoryBudget budget;

    ManifestPushes(
            ManifestParser parser,
            ManifestPush manifestPush,
            PublicAddress publicAddress,
            ManifestConfig config,
            MemoryBudget budget) {
        this.budget = budget;
        this.parser = parser;
        this.manifestPush = manifestPush;
        this.publicAddress = publicAddress;
        this.config = config;
    }

    void push(RoutingContext context, RegistryPath.Manifest path, Token token) {
        HttpServerRequest request = context.request();
        List<String> tagParameters = request.params().getAll("tag");
        requireFew(tagParameters);
        requireLength(request);
        try (MemoryBudget.Lease memory = budget.lease()) {
            byte[] bytes = RequestBody.small(request, config.bodyPatience())
                    .readAll(maxSize(), tooLarge(), read -> memory.add(read * COPIES));
            push(context, path, token, tagParameters, bytes);
        }
    }

    private void push(
            RoutingContext context, RegistryPath.Manifest path, Token token, List<String> tagParameters, byte[] bytes) {
        HttpServerRequest request = context.request();
        Digest digest = digest(path.reference(), bytes);
        List<TagName> tags = tags(path.reference(), tagParameters);
        Manifest manifest = parsed(bytes, request.getHeader("Content-Type"));
        put(new Push(
                path.repository(),
                digest,
                manifest,
                bytes,
                tags,
                token.actor(),
                RequestOrigin.of(request),
                publicAddress.registry(request)));
        answer(context.response(), path, digest, manifest, tagParameters);
    }

    private void put(Push push) {
        try {
            manifestPush.put(push);
        } catch (InvalidManifestException invalid) {
            throw new RegistryException(ErrorCode.MANIFEST_INVALID, invalid.getMessage());
        }
    }

    private Manifest parsed(byte[] bytes, String contentType) {
        try {
            return parser.parse(bytes, contentType);
        } catch (InvalidManifestException invalid) {
            throw new RegistryException(ErrorCode.MANIFEST_INVALID, invalid.getMessage());
        }
    }

    private static Digest digest(Reference reference, byte[] bytes) {
        return switch (reference) {
            case Reference.Tagged tagged -> Digest.of(DigestAlgorithm.SHA256, bytes);
            case Reference.Addressed addressed -> {
                Digest actual = Digest.of(addressed.digest().algorithm(), bytes);
                if (!actual.equals(addressed.digest())) {
                    throw new RegistryException(
                            ErrorCode.DIGEST_INVALID, "The manifest has another digest than the path names.");
                }
                yield actual;
            }
            case Reference.Malformed malformed -> throw malformed.reason();
        };
    }

    private static List<TagName> tags(Reference reference, List<String> parameters) {
        return reference instanceof Reference.Tagged tagged
                ? List.of(tagged.tag())
                : parameters.stream().map(TagName::new).toList();
    }

    private void requireFew(List<String> tagParameters) {
        if (tagParameters.size() > config.maxTags()) {
            throw new RegistryException(
                    ErrorCode.TAG_INVALID, 414, "One push sets at most " + config.maxTags() + " tags.");
        }
    }

    private void requireLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length != null && (length.length() > 10 || Long.parseLong(length) > maxSize())) {
            throw tooLarge();
        }
    }

    private int maxSize() {
        return Math.toIntExact(config.maxSize().asLongValue());
    }

    private RegistryException tooLarge() {
        return new RegistryException(
                ErrorCode.MANIFEST_INVALID, 413, "A manifest has at most " + maxSize() + " bytes here.");
    }

    private static void answer(
            HttpServerResponse response,
            RegistryPath.Manifest path,
            Digest digest,
            Manifest manifest,
            List<String> tagParameters) {
        response.setStatusCode(201)
                .putHeader("Location", "/v2/" + path.repository() + "/manifests/" + digest)
                .putHeader("Docker-Content-Digest", digest.toString());
        manifest.common().subject().ifPresent(subject -> response.putHeader("OCI-Subject", subject.toString()));
        if (path.reference() instanceof Reference.Addressed && !tagParameters.isEmpty()) {
            response.putHeader("OCI-Tag", tagParameters);
        }
        response.end();
    }
}
