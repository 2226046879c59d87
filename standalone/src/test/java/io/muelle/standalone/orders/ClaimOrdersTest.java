package io.muelle.standalone.orders;

import static io.muelle.standalone.orders.Role.BLOB_DELETER;
import static io.muelle.standalone.orders.Role.DECIDER;
import static io.muelle.standalone.orders.Role.MANIFEST_DELETER;
import static io.muelle.standalone.orders.Role.MOUNTER;
import static io.muelle.standalone.orders.Role.PUSHER;
import static io.muelle.standalone.orders.Role.RELAY;
import static io.muelle.standalone.orders.Role.REPUSHER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pushers, deleters, the relay and the decider meet on one blob in every order of their transactions: no manifest is
 * without its blob for one step, nothing acknowledged gets lost, and nothing is held for ever.
 */
class ClaimOrdersTest {
    private static final Logger LOG = Logger.getLogger(ClaimOrdersTest.class);
    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final long SEED = 20260301;
    private static final int MOST_STEPS_OF_A_PUSHER = 8;

    private static World world;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        world = new World(folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    static Stream<Arguments> pairs() {
        List<Role> roles = Arrays.asList(Role.values());
        return roles.stream().flatMap(one -> roles.subList(roles.indexOf(one), roles.size()).stream()
                .map(other -> Arguments.of(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldHoldInEveryOrderOfTwoWhoComeFirst(Role one, Role other) {
        assertThat(new Orders(world, scene -> {}, -1, one, other).all()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldHoldInEveryOrderOfTwoWhoComeAfterAPush(Role one, Role other) {
        assertThat(new Orders(world, Scene::pushed, -1, one, other).all()).isPositive();
    }

    /** Whichever answer is lost, whoever else comes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHoldThoughAnAnswerToAPusherIsLost(boolean afterAPush) {
        Consumer<Scene> before = afterAPush ? Scene::pushed : scene -> {};
        for (Role other : List.of(DECIDER, BLOB_DELETER, MANIFEST_DELETER, RELAY)) {
            for (int losesAt = 1; losesAt <= MOST_STEPS_OF_A_PUSHER; losesAt++) {
                new Orders(world, before, losesAt, REPUSHER, other).all();
            }
        }
    }

    @Test
    void shouldHoldInOrdersOfManyByChance() {
        List<Role[]> casts = List.of(
                new Role[] {PUSHER, REPUSHER, MANIFEST_DELETER, BLOB_DELETER, DECIDER, RELAY, MOUNTER},
                new Role[] {REPUSHER, MANIFEST_DELETER, BLOB_DELETER, DECIDER, RELAY},
                new Role[] {REPUSHER, REPUSHER, MANIFEST_DELETER, BLOB_DELETER},
                new Role[] {MOUNTER, BLOB_DELETER, MANIFEST_DELETER, DECIDER});
        Random random = new Random(SEED);
        long end = System.nanoTime() + BUDGET.toNanos();
        int orders = 0;
        while (System.nanoTime() < end) {
            Role[] cast = casts.get(orders % casts.size());
            int losesAt = random.nextInt(-5, MOST_STEPS_OF_A_PUSHER + 1);
            new Orders(world, random.nextBoolean() ? Scene::pushed : scene -> {}, losesAt, cast).any(random);
            orders++;
        }
        LOG.infof("%d orders by chance", orders);
        assertThat(orders).isGreaterThan(10);
    }
}
