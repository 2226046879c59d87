package io.muelle.manifest.api.management;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.api.VisibleRepositories;
import io.muelle.manifest.api.VisibleRepositories.Query;
import io.muelle.manifest.api.VisibleRepositories.Result;
import io.muelle.manifest.domain.RepositoryCreation;
import io.muelle.manifest.store.Repositories;
import io.muelle.manifest.store.Repositories.Found;
import io.muelle.manifest.store.Settings;
import io.muelle.manifest.store.SettingsStore;
import io.muelle.platform.api.Caller;
import io.muelle.platform.api.Page;
import io.muelle.platform.api.ProblemException;
import io.muelle.platform.api.ProblemType;
import io.muelle.platform.api.RepositoryPath;
import io.muelle.platform.api.Tagged;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;

/** Repositories and what people configure of them; who may see one, and its deletion, are the gateway's. */
@Path(RepositoryPath.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RepositoriesResource {
    private final RepositoryRights rights;
    private final VisibleRepositories visible;
    private final Repositories repositories;
    private final RepositoryCreation creation;
    private final SettingsStore settingsStore;

    RepositoriesResource(
            RepositoryRights rights,
            VisibleRepositories visible,
            Repositories repositories,
            RepositoryCreation creation,
            SettingsStore settingsStore) {
        this.rights = rights;
        this.visible = visible;
        this.repositories = repositories;
        this.creation = creation;
        this.settingsStore = settingsStore;
    }

    /** Those the caller may see, by name; a page may be short, even empty, before the end. */
    @GET
    public Page<RepositoryView> list(
            @Context SecurityContext security,
            @QueryParam("limit") Integer limit,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("q") @DefaultValue("") String part,
            @QueryParam("namespace") @DefaultValue("") String namespace) {
        Query query = new Query(
                SearchText.of("namespace", namespace), SearchText.of("q", part), RepositoryCursor.parse(after));
        Result page = visible.page(Caller.of(security).actor(), query, Page.limit(limit));
        Map<RepositoryName, Settings> settings =
                settingsStore.all(page.visible().stream().map(Found::name).toList());
        List<RepositoryView> views = page.visible().stream()
                .map(found -> RepositoryView.of(found, settings.getOrDefault(found.name(), Settings.DEFAULTS)))
                .toList();
        return new Page<>(views, page.next() == null ? null : RepositoryCursor.text(page.next()));
    }

    @GET
    @Path(RepositoryPath.NAME)
    public Response get(@Context SecurityContext security, @PathParam("name") String name) {
        RepositoryName repository = new RepositoryName(name);
        rights.require(Caller.of(security).actor(), Action.PULL, repository);
        return response(200, found(repository), settingsStore.get(repository));
    }

    /** Makes a repository before anything is pushed to it. */
    @PUT
    @Path(RepositoryPath.NAME)
    @Consumes(MediaType.WILDCARD)
    public Response create(
            @Context SecurityContext security,
            @PathParam("name") String name,
            @HeaderParam("Content-Length") @DefaultValue("0") long length) {
        if (length > 0) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send settings with Content-Type: application/json.");
        }
        return create(security, name, new RepositoryInput());
    }

    /** Makes a repository with settings; what the body does not say may be as it is. */
    @PUT
    @Path(RepositoryPath.NAME)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context SecurityContext security, @PathParam("name") String name, RepositoryInput input) {
        RepositoryName repository = new RepositoryName(name);
        RepositoryInput said = input == null ? new RepositoryInput() : input;
        said.description();
        Actor caller = Caller.of(security).actor();
        rights.require(caller, Action.ADMINISTER, repository);
        boolean made = creation.make(repository, caller);
        return response(made ? 201 : 200, found(repository), initial(repository, said));
    }

    /** Also finishes what a crash left between the making of a repository and its first settings. */
    private Settings initial(RepositoryName repository, RepositoryInput input) {
        Settings present = settingsStore.get(repository);
        if (!input.isEmpty() && present.equals(Settings.DEFAULTS)) {
            present = settingsStore
                    .change(repository, present.version(), input.description(), input.sparseManifests())
                    .orElseThrow(() -> staleOrGone(repository));
        }
        boolean same = (input.description() == null || input.description().equals(present.description()))
                && (input.sparseManifests() == null || input.sparseManifests() == present.sparseManifests());
        if (!same) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "The repository is there with other settings: change them with PATCH.");
        }
        return present;
    }

    @PATCH
    @Path(RepositoryPath.NAME)
    @Consumes("application/merge-patch+json")
    public Response change(
            @Context SecurityContext security,
            @PathParam("name") String name,
            @HeaderParam("If-Match") String ifMatch,
            RepositoryInput input) {
        RepositoryName repository = new RepositoryName(name);
        rights.require(Caller.of(security).actor(), Action.ADMINISTER, repository);
        if (input == null) {
            throw ProblemException.invalid("", "Say what to change.");
        }
        Found found = found(repository);
        Settings changed = settingsStore
                .change(repository, Tagged.version(ifMatch), input.description(), input.sparseManifests())
                .orElseThrow(() -> staleOrGone(repository));
        return response(200, found, changed);
    }

    private ProblemException staleOrGone(RepositoryName repository) {
        found(repository);
        return Tagged.stale();
    }

    private Found found(RepositoryName repository) {
        return repositories.find(repository).orElseThrow(ProblemException::notFound);
    }

    private static Response response(int status, Found repository, Settings settings) {
        return Tagged.response(status, RepositoryView.of(repository, settings), settings.version());
    }
}
