package io.muelle.manifest.api.management;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.manifest.domain.Deletions;
import io.muelle.manifest.domain.Tagging;
import io.muelle.manifest.domain.Tagging.Result;
import io.muelle.manifest.store.Repositories;
import io.muelle.manifest.store.TagReader;
import io.muelle.manifest.store.TagReader.Tag;
import io.muelle.platform.api.Caller;
import io.muelle.platform.api.Page;
import io.muelle.platform.api.ProblemException;
import io.muelle.platform.api.RepositoryPath;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** The tags of a repository. */
@Path(RepositoryPath.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TagsResource {
    private static final String TAGS = RepositoryPath.NAME + "/-/tags";

    private final RepositoryRights rights;
    private final Repositories repositories;
    private final TagReader tags;
    private final Tagging tagging;
    private final Deletions deletions;

    TagsResource(
            RepositoryRights rights, Repositories repositories, TagReader tags, Tagging tagging, Deletions deletions) {
        this.rights = rights;
        this.repositories = repositories;
        this.tags = tags;
        this.tagging = tagging;
        this.deletions = deletions;
    }

    /** Where a tag is to point. */
    public record Target(String digest) {
        Digest parsed() {
            if (digest == null) {
                throw ProblemException.invalid("digest", "Name the digest of a manifest that the repository holds.");
            }
            return Digest.parse(digest);
        }
    }

    /** By name; with {@code q} a page may be short, even empty, before the end. */
    @GET
    @Path(TAGS)
    public Page<Tag> list(
            @Context SecurityContext security,
            @PathParam("name") String name,
            @QueryParam("limit") Integer limit,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("q") @DefaultValue("") String part) {
        RepositoryName repository = permitted(security, Action.PULL, name);
        repositories.find(repository).orElseThrow(ProblemException::notFound);
        TagSearch search = new TagSearch(tags, repository, SearchText.of("q", part));
        return search.page(SearchText.of("after", after), Page.limit(limit));
    }

    @GET
    @Path(TAGS + "/{tag}")
    public Tag get(@Context SecurityContext security, @PathParam("name") String name, @PathParam("tag") String tag) {
        return found(permitted(security, Action.PULL, name), new TagName(tag));
    }

    /** Makes or moves a tag. */
    @PUT
    @Path(TAGS + "/{tag}")
    public Response put(
            @Context SecurityContext security,
            @PathParam("name") String name,
            @PathParam("tag") String tag,
            Target target) {
        RepositoryName repository = permitted(security, Action.PUSH, name);
        TagName tagName = new TagName(tag);
        Digest digest = (target == null ? new Target(null) : target).parsed();
        Result result = tagging.put(repository, tagName, digest, caller(security));
        return switch (result) {
            case MADE -> Response.status(201).entity(found(repository, tagName)).build();
            case MOVED, UNCHANGED -> Response.ok(found(repository, tagName)).build();
            case UNKNOWN -> throw ProblemException.notFound();
            case MANIFEST_GONE ->
                throw ProblemException.invalid("digest", "The repository does not hold this manifest: push it first.");
        };
    }

    /** Removes the tag, not what it points to. */
    @DELETE
    @Path(TAGS + "/{tag}")
    public Response delete(
            @Context SecurityContext security, @PathParam("name") String name, @PathParam("tag") String tag) {
        RepositoryName repository = permitted(security, Action.DELETE, name);
        if (!deletions.deleteTag(repository, new TagName(tag), caller(security))) {
            throw ProblemException.notFound();
        }
        return Response.noContent().build();
    }

    private RepositoryName permitted(SecurityContext security, Action action, String name) {
        RepositoryName repository = new RepositoryName(name);
        rights.require(caller(security), action, repository);
        return repository;
    }

    private static Actor caller(SecurityContext security) {
        return Caller.of(security).actor();
    }

    private Tag found(RepositoryName repository, TagName tag) {
        return tags.find(repository, tag).orElseThrow(ProblemException::notFound);
    }
}
