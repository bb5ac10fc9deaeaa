package dev.profilekeep.lock;

import dev.profilekeep.lock.HostSeen.Known;
import dev.profilekeep.lock.Scene.Host;
import dev.profilekeep.lock.Scene.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.Consumer;

/** Evidence of every kind, at random. */
final class RandomScenes {
    private RandomScenes() {}

    static void each(int count, long seed, Consumer<LockEvidence> each) {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            long one = random.nextLong();
            LockEvidence evidence = scene(new Random(one)).evidence();
            try {
                each.accept(evidence);
            } catch (AssertionError e) {
                throw new AssertionError("with seed " + one + ": " + evidence, e);
            }
        }
    }

    private static Scene scene(Random random) {
        Scene scene = random.nextBoolean() ? Scene.standard() : Scene.cloudCache();
        for (int place = 0; place < 2; place++) {
            if (random.nextInt(3) == 0) {
                scene.at(place, seen -> change(seen, random));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            scene.suspect(host -> random.nextInt(4) == 0 ? change(host, random).onlySuspected() : change(host, random));
        }
        if (random.nextInt(3) == 0) {
            boolean clear = random.nextBoolean();
            scene.everyHost(1 + random.nextInt(4), host -> clear ? host.clear() : change(host, random));
        }
        return random.nextInt(4) == 0 ? scene.cacheEndsWithHost() : scene;
    }

    private static Instant before(Random random) {
        return Scene.NOW.minus(Duration.ofSeconds(random.nextInt(4 * 3600)));
    }

    private static Seen change(Seen seen, Random random) {
        switch (random.nextInt(14)) {
            case 0:
                return seen.held();
            case 1:
                return seen.absent();
            case 2:
                return seen.cannotTell();
            case 3:
                return seen.unreachable();
            case 4:
                return seen.quiet();
            case 5:
                return change(seen, random).fenced();
            case 6:
                return seen.noLock();
            case 7:
                return seen.locked(before(random));
            case 8:
                return seen.meta(before(random));
            case 9:
                return seen.renewedAfter(before(random));
            case 10:
                return seen.noClock();
            case 11:
                return seen.lockSeen(random.nextBoolean() ? null : before(random), before(random));
            case 12:
                return seen.held().handles(Scene.handle(Scene.client("avd-12", before(random))));
            default:
                return seen.handles(Scene.handle(Scene.client("avd-" + random.nextInt(4), before(random))));
        }
    }

    private static Host change(Host host, Random random) {
        Host changed = host.session(Known.values()[random.nextInt(3)]).cache(Known.values()[random.nextInt(3)]);
        if (random.nextInt(3) == 0) {
            changed = changed.heard(random.nextInt(5) == 0 ? null : before(random));
        }
        if (random.nextBoolean()) {
            changed = changed.booted(random.nextInt(5) == 0 ? null : before(random));
        }
        return random.nextInt(8) == 0 ? changed.gone(before(random)).heard(before(random)) : changed;
    }
}
