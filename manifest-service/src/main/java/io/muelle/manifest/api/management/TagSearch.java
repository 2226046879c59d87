package io.muelle.manifest.api.management;

import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.store.TagReader;
import io.muelle.manifest.store.TagReader.Tag;
import io.muelle.platform.api.Page;
import java.util.ArrayList;
import java.util.List;

/** Tags whose name contains a text; a request looks at a bounded number of them. */
final class TagSearch {
    private static final int MAX_BATCHES = 10;

    private final TagReader tags;
    private final RepositoryName repository;
    private final String part;

    TagSearch(TagReader tags, RepositoryName repository, String part) {
        this.tags = tags;
        this.repository = repository;
        this.part = part;
    }

    Page<Tag> page(String after, int size) {
        int batchSize = part.isEmpty() ? size + 1 : Page.MAX_LIMIT;
        List<Tag> found = new ArrayList<>();
        String lookedAt = after;
        for (int batch = 0; batch < MAX_BATCHES; batch++) {
            List<Tag> rows = tags.page(repository, lookedAt, batchSize);
            for (Tag row : rows) {
                if (row.name().contains(part)) {
                    if (found.size() == size) {
                        return new Page<>(found, lookedAt);
                    }
                    found.add(row);
                }
                lookedAt = row.name();
            }
            if (rows.size() < batchSize) {
                return new Page<>(found, null);
            }
        }
        return new Page<>(found, lookedAt);
    }
}
