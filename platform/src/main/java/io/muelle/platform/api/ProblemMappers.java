package io.muelle.platform.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.muelle.contracts.name.MalformedNameException;
import io.muelle.platform.api.ProblemException.FieldError;
import io.muelle.platform.database.DatabaseUnavailableException;
import io.muelle.platform.http.PeerUnavailableException;
import io.muelle.platform.http.RegistryException;
import io.smallrye.mutiny.TimeoutException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a REST resource as a problem; none shows a stack trace. */
public final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final AllowedMethods allowed;

    ProblemMappers(AllowedMethods allowed) {
        this.allowed = allowed;
    }

    @ServerExceptionMapper
    public Response refusal(ProblemException refusal) {
        return Problem.response(refusal.type(), refusal.getMessage(), refusal.errors());
    }

    @ServerExceptionMapper
    public Response malformedName(MalformedNameException malformed) {
        return Problem.response(ProblemType.INVALID, malformed.getMessage());
    }

    @ServerExceptionMapper
    public Response unknownField(UnrecognizedPropertyException unknown) {
        String message = "There is no such field; the fields are "
                + unknown.getKnownPropertyIds().stream()
                        .map(Object::toString)
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ".";
        return Problem.response(
                ProblemType.INVALID, message, List.of(new FieldError(unknown.getPropertyName(), message)));
    }

    // The first is named, since the framework has a mapper of its own for it.
    @ServerExceptionMapper({MismatchedInputException.class, JsonMappingException.class, JsonProcessingException.class})
    public Response malformedBody(JsonProcessingException malformed) {
        String message = "The body is not the JSON object that this request needs.";
        return fieldOf(malformed)
                .map(field -> Problem.response(
                        ProblemType.INVALID,
                        "The field " + field + " is not of its type.",
                        List.of(new FieldError(field, "This is not of its type."))))
                .orElseGet(() -> Problem.response(ProblemType.INVALID, message));
    }

    private static Optional<String> fieldOf(JsonProcessingException malformed) {
        return malformed instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .filter(Objects::nonNull)
                        .findFirst()
                : Optional.empty();
    }

    @ServerExceptionMapper
    public Response violation(ConstraintViolationException violation) {
        List<FieldError> errors = violation.getConstraintViolations().stream()
                .map(each -> new FieldError(lastNode(each.getPropertyPath().toString()), each.getMessage()))
                .sorted((one, other) -> one.field().compareTo(other.field()))
                .toList();
        return Problem.response(ProblemType.INVALID, errors.getFirst().message(), errors);
    }

    @ServerExceptionMapper
    public Response unavailable(DatabaseUnavailableException unavailable) {
        LOG.warn(unavailable.getMessage());
        return Problem.response(ProblemType.UNAVAILABLE, "The registry's database does not answer: try again.");
    }

    @ServerExceptionMapper
    public Response unavailable(PeerUnavailableException unavailable) {
        LOG.warn(unavailable.getMessage());
        return Problem.response(ProblemType.UNAVAILABLE, "A service of the registry does not answer: try again.");
    }

    @ServerExceptionMapper
    public Response slow(TimeoutException slow) {
        LOG.warn("A service has not answered in time.");
        return Problem.response(ProblemType.UNAVAILABLE, "A service of the registry does not answer: try again.");
    }

    /** What is common to both protocols, such as too many log-ins at once, speaks the registry's. */
    @ServerExceptionMapper
    public Response refusal(RegistryException refusal) {
        Response.ResponseBuilder response =
                Response.fromResponse(Problem.response(ProblemType.ofStatus(refusal.status()), refusal.getMessage()));
        refusal.headers().forEach(response::header);
        return response.build();
    }

    @ServerExceptionMapper
    public Response framework(WebApplicationException failure, ContainerRequestContext request) {
        int status = failure.getResponse().getStatus();
        if (status < 400) {
            return failure.getResponse();
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ProblemException refusal -> {
                    return refusal(refusal);
                }
                case UnrecognizedPropertyException unknown -> {
                    return unknownField(unknown);
                }
                default -> {
                    // Wrapped once more.
                }
            }
        }
        ProblemType type = typeOf(failure);
        return type == ProblemType.METHOD_NOT_ALLOWED ? notAllowed(request) : refused(failure, type);
    }

    /** The framework takes a parameter that cannot be read for a path that is not there. */
    private static ProblemType typeOf(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        return status == 404 && failure.getCause() != null ? ProblemType.INVALID : ProblemType.ofStatus(status);
    }

    private Response refused(WebApplicationException failure, ProblemType type) {
        if (type == ProblemType.FAILED) {
            return failed(failure);
        }
        String detail = type == ProblemType.INVALID
                ? "The request is malformed: see the API's documentation."
                : type.title() + ".";
        Response response = Problem.response(type, detail);
        String allow = failure.getResponse().getHeaderString("Allow");
        return allow == null
                ? response
                : Response.fromResponse(response).header("Allow", allow).build();
    }

    /** A client that went away in the middle of its body is nobody's failure, and nobody hears the answer. */
    @ServerExceptionMapper
    public Response gone(IOException broken) {
        LOG.debugf("A body broke off: %s", broken.getMessage());
        return Problem.response(ProblemType.INVALID, "The body broke off.");
    }

    private Response notAllowed(ContainerRequestContext request) {
        String methods = String.join(", ", allowed.at(request.getUriInfo().getPath()));
        Response response = Problem.response(
                ProblemType.METHOD_NOT_ALLOWED, request.getMethod() + " is not supported here; use " + methods + ".");
        return Response.fromResponse(response).header("Allow", methods).build();
    }

    @ServerExceptionMapper
    public Response failed(Throwable failure) {
        LOG.error("A request failed", failure);
        return Problem.response(ProblemType.FAILED, "The registry failed: its log says why. Try again later.");
    }

    private static String lastNode(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
