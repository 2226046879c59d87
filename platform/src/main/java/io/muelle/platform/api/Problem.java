package io.muelle.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.muelle.platform.api.ProblemException.FieldError;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The body of a refusal (RFC 9457). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, List<FieldError> errors) {
    static final String MEDIA_TYPE = "application/problem+json";

    static Response response(ProblemType type, String detail, List<FieldError> errors) {
        Response.ResponseBuilder response = Response.status(type.status())
                .type(MEDIA_TYPE)
                .entity(new Problem(type.uri(), type.title(), type.status(), detail, errors));
        return switch (type) {
            case UNAUTHENTICATED ->
                response.header("WWW-Authenticate", "Basic realm=\"muelle\", charset=\"UTF-8\"")
                        .build();
            case UNAVAILABLE -> response.header("Retry-After", "2").build();
            default -> response.build();
        };
    }

    static Response response(ProblemType type, String detail) {
        return response(type, detail, List.of());
    }
}
