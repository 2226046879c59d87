package io.muelle.gateway.access.api;

import io.muelle.platform.api.Caller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Who am I, what may I do. */
@Path("/api/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MeResource {
    private final CallingAccount calling;

    MeResource(CallingAccount calling) {
        this.calling = calling;
    }

    /**
     * @param namespace where the caller may do everything
     */
    public record Me(String name, boolean superuser, String namespace) {}

    @GET
    public Me me(@Context SecurityContext security) {
        var account = calling.of(Caller.of(security));
        return new Me(account.name(), account.superuser(), account.name());
    }
}
