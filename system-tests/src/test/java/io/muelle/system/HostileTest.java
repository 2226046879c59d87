package io.muelle.system;

import static org.junit.jupiter.api.Named.named;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What other registries fell for: each attack is named after the vulnerability that taught it. */
class HostileTest {
    private static final Registry REGISTRY = Registry.shared();
    private static Bystander bystander;

    /** Tries something, and fails if it works. */
    interface Attack {
        void on(Registry registry) throws Exception;
    }

    static Stream<Named<Attack>> attacks() {
        return Stream.of(
                named("1: CVE-2023-2253, a page of a thousand million", HostileContent::hugePages),
                named("2: CVE-2017-11468, a manifest without an end", HostileContent::endlessManifest),
                named("3: CVE-2025-24976, a token by a key of its own", HostileTokens::keysOfTheAttackers),
                named("4: CVE-2026-35172, a deleted blob comes back", HostileContent::deletedBlobReturns),
                named("6: CVE-2026-41888, a tag deleted without the right", HostileRights::deletionWithoutTheRight),
                named("7: GHSA-qq97-vm5h-rrhg, an image that is an index too", HostileContent::imageThatIsAnIndex),
                named("8: CVE-2024-39897, a mount from where one may not pull", HostileRights::foreignBlobs),
                named("11: CVE-2026-27771, a stranger pulls what is private", HostileRights::strangers),
                named("12: CVE-2026-32589, an upload of somebody else", HostileRights::foreignUploads),
                named("14: CVE-2020-29662, the catalog by another spelling", HostilePaths::catalogBySpelling),
                named("15: CVE-2019-19030, what is private is told from what is absent", HostileRights::enumeration),
                named("21: CVE-2023-20902, an account told by the time of its refusal", HostileTokens::timing),
                named("22: CVE-2026-4404, a password that everybody knows", HostileTokens::knownPasswords),
                named("23: CVE-2026-28744, a token used for more than its scope", HostileTokens::beyondTheScope),
                named("24: CVE-2024-4956, a path out of the folder", HostilePaths::traversal),
                named("27: CVE-2023-46737, more referrers than fit on a page", HostileContent::manyReferrers),
                named("28: CVE-2026-50151, a token sent to another host", HostilePaths::otherHosts));
    }

    @BeforeAll
    static void pushBystander() {
        bystander = Bystander.pushed(REGISTRY);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void shouldWithstand(Attack attack) throws Exception {
        attack.on(REGISTRY);
    }

    @AfterEach
    void shouldHarmNothing() {
        bystander.shouldBeUnharmed();
    }
}
