package io.muelle.system;

import static io.muelle.system.Documents.EMPTY;
import static io.muelle.system.Documents.OCI_MANIFEST;
import static io.muelle.system.Documents.artifact;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of tags (end-8): in the order of ASCII, in pages. */
class ProtocolTagsTest {
    private static final List<String> TAGS = List.of("1", "10", "2", "A", "Z", "_", "a", "a-b", "a.b", "b");

    private final Repository repository = Repository.fresh(Registry.shared());

    @Test
    void shouldListInTheOrderOfAscii() {
        tagAll();

        Response list = repository.get("tags/list").expect(200);

        assertThat(names(list)).containsExactlyElementsOf(TAGS);
        assertThat(list.json().get("name").textValue()).isEqualTo(repository.name());
        assertThat(list.header("Content-Type")).startsWith("application/json");
        assertThat(list.header("Link")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 9, 10, 11})
    void shouldListAllInPages(int size) {
        tagAll();

        List<Response> pages = Link.pages(repository.client(), repository.path("tags/list?n=" + size));

        List<String> all = new ArrayList<>();
        pages.forEach(page -> all.addAll(names(page)));
        assertThat(all).containsExactlyElementsOf(TAGS);
        assertThat(pages).hasSize((TAGS.size() + size - 1) / size);
        assertThat(pages).allSatisfy(page -> assertThat(names(page)).hasSizeLessThanOrEqualTo(size));
    }

    /** Where a page begins need not be a tag, and is not part of it. */
    @ParameterizedTest
    @CsvSource({"a,a-b", "9,A", "a-,a-b", "a.b,b", "'',1", "%2F,1"})
    void shouldListWhatFollows(String last, String first) {
        tagAll();

        assertThat(names(repository.get("tags/list?n=1&last=" + last).expect(200)))
                .containsExactly(first);
        assertThat(names(repository.get("tags/list?last=" + last).expect(200))).startsWith(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "zzz"})
    void shouldListNothingAfterTheLast(String last) {
        tagAll();

        Response end = repository.get("tags/list?last=" + last).expect(200);

        assertThat(names(end)).isEmpty();
        assertThat(end.header("Link")).isNull();
    }

    @Test
    void shouldListNothingInAPageOfNothing() {
        tagAll();

        Response none = repository.get("tags/list?n=0").expect(200);

        assertThat(names(none)).isEmpty();
        assertThat(none.header("Link")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n=-1", "n=abc", "n=", "n=1.5", "n=99999999999999999999", "last=%00", "n=%00"})
    void shouldRefuseAPageThatIsNone(String query) {
        tagAll();

        repository.get("tags/list?" + query).expectError(400, "PAGINATION_NUMBER_INVALID");
    }

    @Test
    void shouldListNoTagOfWhatHasNone() {
        byte[] manifest = artifact();
        repository.pushBlob(EMPTY);
        repository.put(Image.digest(manifest), OCI_MANIFEST, manifest).expect(201);

        assertThat(names(repository.get("tags/list").expect(200))).isEmpty();
    }

    @Test
    void shouldNotKnowARepositoryThatIsNone() {
        repository.get("tags/list").expectError(404, "NAME_UNKNOWN");
        assertThat(repository.head("tags/list").expect(404).body()).isEmpty();
    }

    @Test
    void shouldAnswerHeadAsGet() {
        tagAll();

        Response looked = repository.head("tags/list").expect(200);

        assertThat(looked.body()).isEmpty();
        assertThat(looked.header("ETag"))
                .isEqualTo(repository.get("tags/list").expect(200).header("ETag"));
    }

    @Test
    void shouldNotSendAgainWhatTheClientHas() {
        tagAll();
        String etag = repository.get("tags/list").expect(200).header("ETag");

        repository.get("tags/list", "If-None-Match", etag).expect(304);
        repository.delete("manifests/b").expect(202);

        Response changed = repository.get("tags/list", "If-None-Match", etag).expect(200);
        assertThat(names(changed)).doesNotContain("b");
    }

    @Test
    void shouldTellWhoHasTheFirstPageThatASecondHasCome() {
        tagAll();
        String page = "tags/list?n=" + TAGS.size();
        Response first = repository.get(page).expect(200);
        assertThat(first.header("Link")).isNull();

        repository.put("zzz", OCI_MANIFEST, artifact()).expect(201);

        Response second =
                repository.get(page, "If-None-Match", first.header("ETag")).expect(200);
        assertThat(names(second)).isEqualTo(names(first));
        assertThat(second.header("Link")).contains("rel=\"next\"");
    }

    private void tagAll() {
        byte[] manifest = artifact();
        repository.pushBlob(EMPTY);
        String query = "?tag=" + String.join("&tag=", TAGS);
        repository.put(Image.digest(manifest) + query, OCI_MANIFEST, manifest).expect(201);
    }

    private static List<String> names(Response list) {
        List<String> names = new ArrayList<>();
        for (JsonNode tag : list.json().get("tags")) {
            names.add(tag.textValue());
        }
        return names;
    }
}
