package io.muelle.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** An answer with its whole body. */
public record Response(int status, HttpHeaders headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The first header of that name, or null. */
    public String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException failure) {
            throw new UncheckedIOException(text(), failure);
        }
    }

    /** The protocol's error code, or null where the body has none. */
    public String errorCode() {
        JsonNode code = json().at("/errors/0/code");
        return code.isMissingNode() ? null : code.textValue();
    }

    /** This answer, where it has that status. */
    public Response expect(int expected) {
        if (status != expected) {
            throw new AssertionError("Expected " + expected + ", but was " + status + ": " + text());
        }
        return this;
    }

    /** This answer, where it is the protocol's refusal with that status and code and says why. */
    public Response expectError(int expected, String code) {
        expect(expected);
        boolean complete = code.equals(errorCode())
                && !json().at("/errors/0/message").asText().isBlank()
                && "application/json".equals(header("Content-Type"));
        if (!complete) {
            throw new AssertionError("Expected the error " + code + ", but was " + this);
        }
        return this;
    }

    /** This answer, where it is the management API's refusal with that status and says what to do. */
    public Response expectProblem(int expected) {
        expect(expected);
        boolean complete = "application/problem+json".equals(header("Content-Type"))
                && json().path("status").asInt() == expected
                && !json().path("type").asText().isBlank()
                && !json().path("title").asText().isBlank()
                && !json().path("detail").asText().isBlank();
        if (!complete) {
            throw new AssertionError("Expected a problem, but was " + this);
        }
        return this;
    }

    /** The same, where it names this field as what is wrong. */
    public Response expectInvalid(String field) {
        expectProblem(400);
        if (!json().path("errors").findValuesAsText("field").contains(field)) {
            throw new AssertionError("Expected a word about " + field + ", but was " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return status + " " + text();
    }
}
