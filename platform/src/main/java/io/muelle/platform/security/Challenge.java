package io.muelle.platform.security;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.path.RegistryPath;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** The refusal that tells a client where to get a token and for what (distribution, "Token Authentication"). */
@Singleton
public class Challenge {
    /** Why the client is challenged. */
    public enum Reason {
        NO_TOKEN(null),
        INVALID_TOKEN("invalid_token"),
        INSUFFICIENT_SCOPE("insufficient_scope");

        private final String error;

        Reason(String error) {
            this.error = error;
        }
    }

    public static final String SERVICE = "muelle";

    private final PublicAddress publicAddress;

    public Challenge(PublicAddress publicAddress) {
        this.publicAddress = publicAddress;
    }

    /** For a request that no scope would help, such as {@code /v2/}. */
    public RegistryException unscoped(HttpServerRequest request, Reason reason) {
        return refusal(request, "", reason);
    }

    public RegistryException catalog(HttpServerRequest request, Reason reason) {
        return refusal(request, ",scope=\"registry:catalog:*\"", reason);
    }

    public RegistryException repository(
            HttpServerRequest request, RegistryPath.InRepository path, Action action, Reason reason) {
        // A push reads first what is there.
        String actions = action == Action.PUSH ? "pull,push" : action.label();
        return refusal(request, ",scope=\"repository:" + path.repository() + ':' + actions + '"', reason);
    }

    private RegistryException refusal(HttpServerRequest request, String scope, Reason reason) {
        String error = reason.error == null ? "" : ",error=\"" + reason.error + '"';
        String header =
                "Bearer realm=\"" + publicAddress.of(request) + "/token\",service=\"" + SERVICE + '"' + scope + error;
        return new RegistryException(
                        ErrorCode.UNAUTHORIZED, "Log in with an account that may do this, or check the name.")
                .with("WWW-Authenticate", header);
    }
}
