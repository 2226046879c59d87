package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** A repository exists from now on. */
public record RepositoryCreated(String repository, Actor actor, Instant at) implements RegistryEvent {}
