package io.muelle.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Link} to the next page (RFC 8288), followed as clients do. */
final class Link {
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");
    private static final int MOST_PAGES = 100;

    private Link() {}

    static Optional<String> next(Response page) {
        String header = page.header("Link");
        if (header == null) {
            return Optional.empty();
        }
        Matcher next = NEXT.matcher(header);
        if (!next.matches()) {
            throw new AssertionError("This is not the protocol's Link: " + header);
        }
        return Optional.of(next.group(1));
    }

    /** The page and all that follow it. */
    static List<Response> pages(Client client, String first) {
        List<Response> pages = new ArrayList<>();
        Optional<String> path = Optional.of(first);
        while (path.isPresent()) {
            if (pages.size() == MOST_PAGES) {
                throw new AssertionError("The pages do not end");
            }
            Response page = client.get(path.get()).expect(200);
            pages.add(page);
            path = next(page);
        }
        return pages;
    }
}
