package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** A repository is gone with all it held. */
public record RepositoryDeleted(String repository, Actor actor, Instant at) implements RegistryEvent {}
