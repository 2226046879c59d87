package io.muelle.contracts.event;

/** The Kafka topics: twelve partitions each, never changed; thirty days. */
public enum Topic {
    REGISTRY("registry"),
    ACCESS("access"),
    OBSERVATIONS("observations");

    public static final int PARTITIONS = 12;
    public static final int RETENTION_DAYS = 30;

    private final String topicName;

    Topic(String topicName) {
        this.topicName = topicName;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    public static Topic of(Event event) {
        return switch (event) {
            case RegistryEvent registry -> REGISTRY;
            case AccessEvent access -> ACCESS;
            case ObservationEvent observation -> OBSERVATIONS;
        };
    }
}
