package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no client sends: their heads. Nothing is served for them, nothing fails and nothing is harmed. */
class RawRequestTest {
    private static final Registry REGISTRY = Registry.shared();
    private static final String HOST = "Host: " + REGISTRY.authority() + "\r\n";
    private static final String BASIC = "Authorization: Basic "
            + Base64.getEncoder().encodeToString(("admin:" + REGISTRY.password()).getBytes(StandardCharsets.UTF_8))
            + "\r\n";
    private static Bystander bystander;

    @BeforeAll
    static void pushBystander() {
        bystander = Bystander.pushed(REGISTRY);
    }

    @AfterEach
    void shouldHarmNothing() {
        bystander.shouldBeUnharmed();
    }

    private static Arguments request(String what, String head) {
        return Arguments.of(what, head);
    }

    static Stream<Arguments> refused() {
        String get = "GET /v2/ HTTP/1.1\r\n" + HOST + BASIC;
        return Stream.of(
                request("no version", "GET /v2/\r\n\r\n"),
                request("an unknown version", "GET /v2/ HTTP/3.7\r\n" + HOST + "\r\n"),
                request("no HTTP at all", "\u0016\u0003\u0001a TLS handshake\u0000\r\n\r\n"),
                request("no host", "GET /v2/ HTTP/1.1\r\n" + BASIC + "\r\n"),
                request("two hosts", get.replace(HOST, HOST + "Host: example.com\r\n") + "\r\n"),
                request("the same host twice", get.replace(HOST, HOST + HOST) + "\r\n"),
                request("a host of nonsense", "GET /v2/ HTTP/1.1\r\nHost: a b/c@d\r\n" + BASIC + "\r\n"),
                request("a space before the colon", get + "X-Test : a\r\n\r\n"),
                request("a header without a colon", get + "X-Test\r\n\r\n"),
                request("a NUL in a header", get + "X-Test: a\u0000b\r\n\r\n"),
                request("a long address", "GET /v2/?" + "x".repeat(100_000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                request("a huge header", get + "X-Test: " + "x".repeat(100_000) + "\r\n\r\n"),
                request("many headers", get + "X-Test: a\r\n".repeat(10_000) + "\r\n"),
                request("an unknown method", "BREW /v2/ HTTP/1.1\r\n" + HOST + BASIC + "\r\n"),
                request("a method of nonsense", "G@T /v2/ HTTP/1.1\r\n" + HOST + BASIC + "\r\n"),
                request("CONNECT", "CONNECT example.com:443 HTTP/1.1\r\n" + HOST + BASIC + "\r\n"),
                request("two lengths", put("Content-Length: 2\r\nContent-Length: 3\r\n") + "abc"),
                request("a list of lengths", put("Content-Length: 2, 3\r\n") + "abc"),
                request("a negative length", put("Content-Length: -1\r\n")),
                request("a length of nonsense", put("Content-Length: x\r\n")),
                request("a length with a sign", put("Content-Length: +3\r\n") + "abc"),
                request("a length beyond numbers", put("Content-Length: 99999999999999999999\r\n")),
                request("length and chunks", put("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
                request("an unknown coding", put("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n"),
                request("chunks that are not last", put("Transfer-Encoding: chunked, identity\r\n") + "0\r\n\r\n"),
                request(
                        "chunked twice",
                        put("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
                request("chunks in disguise", put("Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n"),
                request(
                        "chunks in HTTP/1.0",
                        put("Transfer-Encoding: chunked\r\n").replace("HTTP/1.1", "HTTP/1.0") + "0\r\n\r\n"));
    }

    private static String put(String headers) {
        return "PUT " + Repository.fresh(REGISTRY).path("manifests/latest") + " HTTP/1.1\r\n" + HOST + BASIC
                + "Content-Type: " + Image.MEDIA_TYPE + "\r\n" + headers + "\r\n";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void shouldRefuse(String what, String request) {
        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(request);

            Optional<RawConnection.Answer> answer = connection.answer();

            assertThat(answer).isNotEmpty().hasValueSatisfying(refusal -> assertThat(refusal.status())
                    .as(refusal.toString())
                    .isBetween(400, 499));
        }
    }

    static Stream<Arguments> served() {
        String end = HOST + BASIC + "\r\n";
        return Stream.of(
                request("HTTP/1.0", "GET /v2/ HTTP/1.0\r\n" + end),
                request("no carriage returns", ("GET /v2/ HTTP/1.1\r\n" + end).replace("\r", "")),
                request("empty lines before", "\r\n\r\nGET /v2/ HTTP/1.1\r\n" + end),
                request("a whole address", "GET http://" + REGISTRY.authority() + "/v2/ HTTP/1.1\r\n" + end),
                request(
                        "an upgrade of nonsense",
                        "GET /v2/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: nonsense\r\n" + end),
                request(
                        "an upgrade without settings",
                        "GET /v2/ HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n" + end),
                request(
                        "an upgrade with settings of nonsense",
                        "GET /v2/ HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                                + "HTTP2-Settings: !!!!\r\n" + end),
                request("an unknown header", "GET /v2/ HTTP/1.1\r\nX-\u00e4: \u00ff\u00fe\r\n" + end),
                request("a folded header", "GET /v2/ HTTP/1.1\r\nX-Test: a\r\n b\r\n" + end),
                request("a header without a name", "GET /v2/ HTTP/1.1\r\n: a\r\n" + end),
                request("an unknown expectation", "GET /v2/ HTTP/1.1\r\nExpect: the-worst\r\n" + end),
                request("an unread body", "GET /v2/ HTTP/1.1\r\nContent-Length: 3\r\n" + end + "abc"));
    }

    /** Odd, but harmless: what is served is what was asked for, or a refusal. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("served")
    void shouldServeOrRefuse(String what, String request) {
        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(request);

            RawConnection.Answer answer = connection.answer().orElseThrow();

            assertThat(answer.status()).as(answer.toString()).isIn(200, 400, 417);
            if (answer.status() == 200) {
                assertThat(answer.text()).isEqualTo("{}");
            }
        }
    }

    /** Whether somebody reads it or not: another's request comes after it on the edge's connection to a service. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void shouldLeaveABodyThatNobodyReadsToItsRequest(String method) {
        String head =
                method + " " + bystander.repository().path("manifests/untouched") + " HTTP/1.1\r\n" + HOST + BASIC;
        for (int times = 0; times < 5; times++) {
            try (RawConnection connection = new RawConnection(REGISTRY.address())) {
                connection.send(head + "Content-Length: 5\r\n\r\nabcde");

                RawConnection.Answer answer =
                        connection.answer(method.equals("GET")).orElseThrow();

                assertThat(answer.status()).isEqualTo(200);
            }
            bystander.shouldBeUnharmed();
        }
    }

    /** What follows a refused request on the same connection may have been its body. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("smuggled")
    void shouldNotServeWhatABodyHides(String what, String head) {
        String hidden = "GET /v2/_catalog HTTP/1.1\r\n" + HOST + BASIC + "\r\n";
        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(head + "0\r\n\r\n" + hidden);

            Optional<RawConnection.Answer> first = connection.answer();
            Optional<RawConnection.Answer> second = first.flatMap(answer -> connection.answer());

            assertThat(first)
                    .hasValueSatisfying(answer -> assertThat(answer.status()).isBetween(400, 499));
            assertThat(second).isEmpty();
        }
    }

    static Stream<Arguments> smuggled() {
        return Stream.of(
                request("length and chunks", put("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")),
                request("chunks and length", put("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")),
                request("chunks in disguise", put("Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n")),
                request("two lengths", put("Content-Length: 5\r\nContent-Length: 200\r\n")),
                request("a tab before chunked", put("Transfer-Encoding:\tchunked\r\nContent-Length: 5\r\n")));
    }
}
