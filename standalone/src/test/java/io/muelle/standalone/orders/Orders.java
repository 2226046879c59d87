package io.muelle.standalone.orders;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** Runs actors through the orders of their steps. After each step and at the end of each order the invariants hold. */
final class Orders {
    private final World world;
    private final Consumer<Scene> before;
    private final List<Role> roles;
    private final int losesAt;

    /**
     * @param before what happened before the actors come
     * @param losesAt the step of the first actor whose answer gets lost, or -1
     */
    Orders(World world, Consumer<Scene> before, int losesAt, Role... roles) {
        this.world = world;
        this.before = before;
        this.losesAt = losesAt;
        this.roles = List.of(roles);
    }

    /** Every order there is; answers how many. */
    int all() {
        int count = 0;
        List<Integer> choices = new ArrayList<>();
        do {
            Trace trace = new Trace(choices);
            run(trace);
            count++;
            choices = trace.next();
        } while (choices != null);
        return count;
    }

    /** One order by chance. */
    void any(Random random) {
        run(random::nextInt);
    }

    /** The choices made in a run, and how many there were at each. */
    private static final class Trace implements IntUnaryOperator {
        private final List<Integer> choices;
        private final List<Integer> widths = new ArrayList<>();

        Trace(List<Integer> choices) {
            this.choices = new ArrayList<>(choices);
        }

        @Override
        public int applyAsInt(int width) {
            if (widths.size() == choices.size()) {
                choices.add(0);
            }
            widths.add(width);
            return choices.get(widths.size() - 1);
        }

        /** The choices of the next run, depth first, or null after the last. */
        List<Integer> next() {
            for (int i = widths.size() - 1; i >= 0; i--) {
                if (choices.get(i) + 1 < widths.get(i)) {
                    List<Integer> next = new ArrayList<>(choices.subList(0, i));
                    next.add(choices.get(i) + 1);
                    return next;
                }
            }
            return null;
        }
    }

    private void run(IntUnaryOperator choose) {
        Scene scene = new Scene(world);
        Invariants invariants = new Invariants(scene);
        List<String> order = new ArrayList<>();
        try {
            before.accept(scene);
            Map<Role, List<Actor>> actors = enter(scene);
            List<Actor> ready = ready(actors);
            while (!ready.isEmpty()) {
                Actor next = ready.get(choose.applyAsInt(ready.size()));
                order.add(next.name());
                next.step(order.size());
                invariants.holdNow();
                ready = ready(actors);
            }
            invariants.nothingAcknowledgedIsMissing(actors);
            invariants.noGarbageIsLeft();
            world.forget();
        } catch (AssertionError | RuntimeException wrong) {
            throw new AssertionError(
                    "In the order " + order + (losesAt < 0 ? "" : ", answer lost at " + losesAt), wrong);
        }
    }

    private Map<Role, List<Actor>> enter(Scene scene) {
        Map<Role, List<Actor>> actors = new EnumMap<>(Role.class);
        for (int i = 0; i < roles.size(); i++) {
            Role role = roles.get(i);
            Actor actor = new Actor(role.name().toLowerCase() + "-" + i, i == 0 ? losesAt : -1);
            actors.computeIfAbsent(role, any -> new ArrayList<>()).add(actor);
            actor.start(() -> role.play(scene, world.services(actor), actor));
        }
        return actors;
    }

    private static List<Actor> ready(Map<Role, List<Actor>> actors) {
        List<Actor> ready = new ArrayList<>();
        actors.values().forEach(ready::addAll);
        ready.removeIf(Actor::done);
        return Collections.unmodifiableList(ready);
    }
}
