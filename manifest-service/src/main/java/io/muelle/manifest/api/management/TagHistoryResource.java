package io.muelle.manifest.api.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.manifest.domain.Tagging;
import io.muelle.manifest.domain.Tagging.Result;
import io.muelle.manifest.store.TagReader;
import io.muelle.manifest.store.TagReader.Entry;
import io.muelle.manifest.store.TagReader.Tag;
import io.muelle.platform.api.Caller;
import io.muelle.platform.api.Page;
import io.muelle.platform.api.ProblemException;
import io.muelle.platform.api.ProblemType;
import io.muelle.platform.api.RepositoryPath;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Where a tag pointed, when and by whom, and the way back; both outlive the tag. */
@Path(RepositoryPath.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TagHistoryResource {
    private static final String TAG = RepositoryPath.NAME + "/-/tags/{tag}";

    private final RepositoryRights rights;
    private final TagReader tags;
    private final Tagging tagging;

    TagHistoryResource(RepositoryRights rights, TagReader tags, Tagging tagging) {
        this.rights = rights;
        this.tags = tags;
        this.tagging = tagging;
    }

    /**
     * Where the tag pointed for a while.
     *
     * @param to absent for where it points now
     * @param previousDigest absent where there was no such tag before
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HistoryView(Instant from, Instant to, String digest, String previousDigest, String actor) {
        static HistoryView of(Entry entry) {
            return new HistoryView(entry.from(), entry.to(), entry.digest(), entry.previousDigest(), entry.actor());
        }
    }

    /** Where to go back to: a manifest the tag pointed to, or a time. */
    public record Restoration(String digest, OffsetDateTime at) {}

    /** Newest first. */
    @GET
    @Path(TAG + "/history")
    public Page<HistoryView> history(
            @Context SecurityContext security,
            @PathParam("name") String name,
            @PathParam("tag") String tag,
            @QueryParam("limit") Integer limit,
            @QueryParam("after") @DefaultValue("") String after) {
        RepositoryName repository = new RepositoryName(name);
        rights.require(Caller.of(security).actor(), Action.PULL, repository);
        int size = Page.limit(limit);
        List<Entry> entries = tags.history(repository, new TagName(tag), before(after), size + 1);
        if (entries.isEmpty() && after.isEmpty()) {
            throw ProblemException.notFound();
        }
        boolean more = entries.size() > size;
        List<Entry> shown = more ? entries.subList(0, size) : entries;
        return new Page<>(
                shown.stream().map(HistoryView::of).toList(),
                more ? Long.toString(shown.getLast().id()) : null);
    }

    private static long before(String after) {
        if (after.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!after.matches("[0-9]{1,18}")) {
            throw ProblemException.invalid("after", "The parameter after is the next of the page before.");
        }
        return Long.parseLong(after);
    }

    @POST
    @Path(TAG + "/restore")
    public Tag restore(
            @Context SecurityContext security,
            @PathParam("name") String name,
            @PathParam("tag") String tag,
            Restoration restoration) {
        RepositoryName repository = new RepositoryName(name);
        Actor caller = Caller.of(security).actor();
        rights.require(caller, Action.PUSH, repository);
        TagName tagName = new TagName(tag);
        return switch (restored(repository, tagName, restoration, caller)) {
            case MADE, MOVED, UNCHANGED -> tags.find(repository, tagName).orElseThrow(ProblemException::notFound);
            case UNKNOWN ->
                throw new ProblemException(
                        ProblemType.NOT_FOUND, "The tag's history has no such entry: look at /history first.");
            case MANIFEST_GONE ->
                throw new ProblemException(
                        ProblemType.CONFLICT, "The manifest was deleted since: push it again, then restore the tag.");
        };
    }

    private Result restored(RepositoryName repository, TagName tag, Restoration restoration, Actor caller) {
        if (restoration == null || (restoration.digest() == null) == (restoration.at() == null)) {
            throw ProblemException.invalid("digest", "Say either which digest to go back to, or to which time: at.");
        }
        return restoration.digest() == null
                ? tagging.restore(repository, tag, time(restoration.at()), caller)
                : tagging.restore(repository, tag, Digest.parse(restoration.digest()), caller);
    }

    /** PostgreSQL's times end where no registry was. */
    private static OffsetDateTime time(OffsetDateTime at) {
        if (at.getYear() < 1970 || at.getYear() > 9999) {
            throw ProblemException.invalid("at", "This is no time at which there was a registry.");
        }
        return at.withOffsetSameInstant(ZoneOffset.UTC);
    }
}
