package io.muelle.gateway.access.visibility;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may pull from a repository without rights of their own. */
public enum Visibility {
    @JsonProperty("private")
    PRIVATE("private"),
    @JsonProperty("public")
    PUBLIC("public");

    private final String label;

    Visibility(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    static Visibility ofLabel(String label) {
        return label.equals(PUBLIC.label) ? PUBLIC : PRIVATE;
    }
}
