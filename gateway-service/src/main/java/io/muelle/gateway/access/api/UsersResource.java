package io.muelle.gateway.access.api;

import io.muelle.gateway.access.account.Account;
import io.muelle.gateway.access.account.AccountChange;
import io.muelle.gateway.access.account.AccountName;
import io.muelle.gateway.access.account.AccountStore;
import io.muelle.gateway.access.account.ChangeResult;
import io.muelle.gateway.access.account.LastSuperuserException;
import io.muelle.gateway.access.account.Logins;
import io.muelle.gateway.access.account.Passwords;
import io.muelle.platform.api.Caller;
import io.muelle.platform.api.Page;
import io.muelle.platform.api.ProblemException;
import io.muelle.platform.api.ProblemType;
import io.muelle.platform.api.Tagged;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.Objects;
import java.util.Optional;

/** The accounts: a superuser's, and one's own. */
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class UsersResource {
    private final CallingAccount calling;
    private final AccountStore accounts;
    private final Passwords passwords;
    private final Logins logins;

    UsersResource(CallingAccount calling, AccountStore accounts, Passwords passwords, Logins logins) {
        this.calling = calling;
        this.accounts = accounts;
        this.passwords = passwords;
        this.logins = logins;
    }

    @GET
    public Page<UserView> list(
            @Context SecurityContext security,
            @QueryParam("limit") Integer limit,
            @QueryParam("after") @DefaultValue("") String after) {
        calling.superuser(Caller.of(security));
        int size = Page.limit(limit);
        if (after.indexOf('\0') >= 0) {
            throw ProblemException.invalid("after", "This is not a cursor: use next of the page before.");
        }
        List<UserView> users =
                accounts.page(after, size + 1).stream().map(UserView::of).toList();
        boolean more = users.size() > size;
        return new Page<>(
                more ? users.subList(0, size) : users,
                more ? users.get(size - 1).name() : null);
    }

    @PUT
    @Path("/{name}")
    public Response create(@Context SecurityContext security, @PathParam("name") String name, UserInput input) {
        Account caller = calling.superuser(Caller.of(security));
        if (!AccountName.isValid(name)) {
            throw ProblemException.invalid(
                    "name",
                    "A user's name has 2 to " + AccountName.MAX_LENGTH
                            + " lower-case letters and digits, with single . _ - between them.");
        }
        if (input == null || input.password() == null) {
            throw ProblemException.invalid("password", "A new user needs a password.");
        }
        boolean enabled = !Boolean.FALSE.equals(input.enabled());
        boolean superuser = Boolean.TRUE.equals(input.superuser());
        Optional<Account> created = accounts.create(
                name, passwords.hash(input.password()), input.emailOrNone(), enabled, superuser, caller.actor());
        return created.map(account -> Tagged.response(201, UserView.of(account), account.version()))
                .orElseGet(() -> present(name, input, enabled, superuser));
    }

    private Response present(String name, UserInput input, boolean enabled, boolean superuser) {
        return accounts.find(name)
                .filter(account -> account.enabled() == enabled
                        && account.superuser() == superuser
                        && Objects.equals(account.email(), input.emailOrNone())
                        && passwords.matches(input.password(), account.passwordHash()))
                .map(account -> Tagged.response(200, UserView.of(account), account.version()))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CONFLICT,
                        "The name is taken, or was: choose another, or change the user with PATCH."));
    }

    @GET
    @Path("/{name}")
    public Response get(@Context SecurityContext security, @PathParam("name") String name) {
        requireSelfOrSuperuser(security, name);
        Account account = accounts.find(name).orElseThrow(ProblemException::notFound);
        return Tagged.response(200, UserView.of(account), account.version());
    }

    @PATCH
    @Path("/{name}")
    @Consumes("application/merge-patch+json")
    public Response change(
            @Context SecurityContext security,
            @PathParam("name") String name,
            @HeaderParam("If-Match") String ifMatch,
            UserInput input) {
        Account caller = requireSelfOrSuperuser(security, name);
        if (input == null) {
            throw ProblemException.invalid("", "Say what to change.");
        }
        if (!caller.superuser() && (input.enabled() != null || input.superuser() != null)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Only a superuser changes whether a user is enabled or a superuser.");
        }
        String hash = input.password() == null ? null : passwords.hash(input.password());
        AccountChange change = new AccountChange(hash, input.email(), input.enabled(), input.superuser());
        Account changed = done(() -> accounts.change(name, Tagged.version(ifMatch), change, caller.actor()));
        return Tagged.response(200, UserView.of(changed), changed.version());
    }

    @DELETE
    @Path("/{name}")
    public Response delete(@Context SecurityContext security, @PathParam("name") String name) {
        Account caller = calling.superuser(Caller.of(security));
        if (caller.name().equals(name)) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "Nobody deletes their own account: ask another superuser.");
        }
        done(() -> accounts.delete(name, caller.actor()));
        return Response.noContent().build();
    }

    private interface Change {
        ChangeResult run();
    }

    private Account done(Change change) {
        try {
            return switch (change.run()) {
                case ChangeResult.Done done -> done.account();
                case ChangeResult.Absent absent -> throw ProblemException.notFound();
                case ChangeResult.Stale stale -> throw Tagged.stale();
            };
        } catch (LastSuperuserException last) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "The registry needs one enabled superuser: make another first.");
        } finally {
            logins.forget();
        }
    }

    private Account requireSelfOrSuperuser(SecurityContext security, String name) {
        Account caller = calling.of(Caller.of(security));
        if (!caller.superuser() && !caller.name().equals(name)) {
            throw ProblemException.notFound();
        }
        return caller;
    }
}
