package dev.profilekeep.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Service;

/** The house of ARCHITECTURE.md, held over all modules. */
@AnalyzeClasses(
        packages = "dev.profilekeep",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
    /** What modules share for their tests comes as a jar of its own. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String DISK = "dev.profilekeep.disk..";
    private static final String[] ENGINE = {
        "dev.profilekeep.storage..",
        "dev.profilekeep.config..",
        "dev.profilekeep.container..",
        "dev.profilekeep.health..",
        "dev.profilekeep.findings..",
        "dev.profilekeep.users..",
        "dev.profilekeep.catalog..",
        "dev.profilekeep.inventory..",
        "dev.profilekeep.session..",
        "dev.profilekeep.fslogix..",
        "dev.profilekeep.hostlog..",
        "dev.profilekeep.lock..",
        "dev.profilekeep.lease..",
        "dev.profilekeep.approval..",
        "dev.profilekeep.account..",
        "dev.profilekeep.audit..",
        "dev.profilekeep.notify..",
        "dev.profilekeep.content..",
        "dev.profilekeep.backup..",
        "dev.profilekeep.restore..",
        "dev.profilekeep.space..",
        "dev.profilekeep.engine..",
        "dev.profilekeep.text..",
        "dev.profilekeep.cli.."
    };
    private static final List<String> LAYOUTS = List.of(
            "dev.profilekeep.disk.vhdx",
            "dev.profilekeep.disk.vhd",
            "dev.profilekeep.disk.partition",
            "dev.profilekeep.disk.regf");

    private static final String BATCH = "dev.profilekeep.batch..";
    private static final String SECURITY = "dev.profilekeep.security..";
    private static final String UI = "dev.profilekeep.ui..";
    private static final String PORTAL = "dev.profilekeep.portal..";

    @ArchTest
    static final ArchRule disks_know_only_the_jdk = noClasses()
            .that()
            .resideInAPackage(DISK)
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(DISK, "java..", "org.jspecify..", "org.slf4j..");

    @ArchTest
    static final ArchRule the_engine_knows_nothing_above_it = noClasses()
            .that()
            .resideInAnyPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BATCH, SECURITY, UI, PORTAL, "org.springframework..", "com.vaadin..");

    @ArchTest
    static final ArchRule jobs_know_the_engine_alone = noClasses()
            .that()
            .resideInAPackage(BATCH)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SECURITY, UI, PORTAL, "com.vaadin..");

    @ArchTest
    static final ArchRule security_knows_no_other_module = noClasses()
            .that()
            .resideInAPackage(SECURITY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(concat(ENGINE, DISK, BATCH, UI, PORTAL, "com.vaadin.."));

    @ArchTest
    static final ArchRule components_know_vaadin_alone = noClasses()
            .that()
            .resideInAPackage(UI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(concat(ENGINE, DISK, BATCH, SECURITY, PORTAL, "org.springframework.."));

    @ArchTest
    static final ArchRule vaadin_is_for_views = noClasses()
            .that()
            .resideInAPackage(PORTAL)
            .and()
            .resideOutsideOfPackage("dev.profilekeep.portal..ui..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "belong to Vaadin (its part for Spring Security left out)",
                    (JavaClass type) -> type.getPackageName().startsWith("com.vaadin")
                            && !type.getPackageName().startsWith("com.vaadin.flow.spring.security")));

    @ArchTest
    static final ArchRule smb_is_spoken_in_one_place = noClasses()
            .that()
            .resideOutsideOfPackage("dev.profilekeep.storage.smb..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hierynomus..", "com.rapid7..");

    /** What a structure looks like on disk is known to the disk library alone; others ask its doors what it means. */
    @ArchTest
    static final ArchRule layouts_of_bytes_stay_inside = noClasses()
            .that()
            .resideOutsideOfPackage(DISK)
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "know how a structure lies on disk (what may be chosen of a new VHDX or VHD left out)",
                    (JavaClass type) -> LAYOUTS.stream().anyMatch(type.getPackageName()::startsWith)
                            && !type.getFullName().startsWith("dev.profilekeep.disk.vhdx.VhdxEnvelope")
                            && !type.getFullName().equals("dev.profilekeep.disk.vhd.VhdEnvelope")))
            .allowEmptyShould(false);

    /** Otherwise the rule above would hold by naming nothing. */
    @ArchTest
    static void every_package_of_layouts_is_there(JavaClasses all) {
        for (String layouts : LAYOUTS) {
            assertThat(all.stream().anyMatch(type -> type.getPackageName().equals(layouts)))
                    .as(layouts)
                    .isTrue();
        }
    }

    /** A package that is the door of its own parts (storage, catalog, security) counts as one with them here. */
    @ArchTest
    static final ArchRule no_feature_leads_back_to_itself =
            slices().matching("dev.profilekeep.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void no_part_of_a_feature_leads_back_to_itself(JavaClasses all) {
        for (String feature : new String[] {"disk", "storage", "catalog", "batch", "security"}) {
            slices().matching("dev.profilekeep." + feature + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(all);
        }
    }

    @ArchTest
    static final ArchRule no_package_of_the_portal_leads_back_to_itself =
            slices().matching("dev.profilekeep.portal.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule every_service_method_says_who_may = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Service.class)
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage(PORTAL)
            .and()
            .arePublic()
            .should()
            .beAnnotatedWith(RolesAllowed.class);

    @ArchTest
    static final ArchRule every_route_says_who_may =
            classes().that().areAnnotatedWith(Route.class).should().beAnnotatedWith(RolesAllowed.class);

    @ArchTest
    static final ArchRule only_services_hold_the_engine = noClasses()
            .that()
            .resideInAnyPackage("dev.profilekeep.portal..ui..", "dev.profilekeep.portal.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.profilekeep.engine..", "dev.profilekeep.inventory..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Desk");

    private static String[] concat(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }
}
