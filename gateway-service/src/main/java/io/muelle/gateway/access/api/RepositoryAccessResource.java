package io.muelle.gateway.access.api;

import io.muelle.contracts.ask.DeleteRepository;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.gateway.access.account.Account;
import io.muelle.gateway.access.visibility.Visibility;
import io.muelle.gateway.access.visibility.VisibilityStore;
import io.muelle.gateway.access.visibility.VisibilityStore.Versioned;
import io.muelle.platform.api.Caller;
import io.muelle.platform.api.ProblemException;
import io.muelle.platform.api.RepositoryPath;
import io.muelle.platform.api.Tagged;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;

/** What the gateway owns of a repository: who may see it, and its deletion, which begins with that. */
@Path(RepositoryPath.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RepositoryAccessResource {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CallingAccount calling;
    private final VisibilityStore visibilities;
    private final DeleteRepository deleteRepository;

    RepositoryAccessResource(CallingAccount calling, VisibilityStore visibilities, DeleteRepository deleteRepository) {
        this.calling = calling;
        this.visibilities = visibilities;
        this.deleteRepository = deleteRepository;
    }

    /** Who may see a repository. */
    public record Access(Visibility visibility) {}

    @GET
    @Path(RepositoryPath.NAME + "/-/access")
    public Response get(@Context SecurityContext security, @PathParam("name") String name) {
        RepositoryName repository = new RepositoryName(name);
        owner(security, repository);
        return response(visibilities.get(repository));
    }

    @PATCH
    @Path(RepositoryPath.NAME + "/-/access")
    @Consumes("application/merge-patch+json")
    public Response change(
            @Context SecurityContext security,
            @PathParam("name") String name,
            @HeaderParam("If-Match") String ifMatch,
            Access access) {
        RepositoryName repository = new RepositoryName(name);
        Account caller = owner(security, repository);
        if (access == null || access.visibility() == null) {
            throw ProblemException.invalid("visibility", "The visibility is private or public.");
        }
        return visibilities
                .set(repository, Tagged.version(ifMatch), access.visibility(), caller.actor())
                .map(RepositoryAccessResource::response)
                .orElseThrow(Tagged::stale);
    }

    /** First nobody may see it any more, then the content goes; a repeat finishes what a crash left. */
    @DELETE
    @Path(RepositoryPath.NAME)
    public Response delete(@Context SecurityContext security, @PathParam("name") String name) {
        RepositoryName repository = new RepositoryName(name);
        Account caller = owner(security, repository);
        visibilities.set(repository, null, Visibility.PRIVATE, caller.actor());
        boolean deleted =
                deleteRepository.delete(repository, caller.actor()).await().atMost(PATIENCE);
        if (!deleted) {
            throw ProblemException.notFound();
        }
        return Response.noContent().build();
    }

    private Account owner(SecurityContext security, RepositoryName repository) {
        Account account = calling.of(Caller.of(security));
        if (!account.owns(repository)) {
            throw ProblemException.notFound();
        }
        return account;
    }

    private static Response response(Versioned versioned) {
        return Tagged.response(200, new Access(versioned.visibility()), versioned.version());
    }
}
