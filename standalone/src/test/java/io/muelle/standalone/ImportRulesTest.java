package io.muelle.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may import what. It lies here because only standalone sees every module; the poms ban whole modules. */
class ImportRulesTest {
    private static final String[] SERVICES = {"io.muelle.gateway..", "io.muelle.manifest..", "io.muelle.blob.."};
    private static final String[] SQL = {"io.vertx.sqlclient..", "io.vertx.pgclient..", "io.vertx.mutiny.sqlclient.."};

    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.muelle");
    }

    @Test
    void shouldKeepContractsPlainJava() {
        classes()
                .that()
                .resideInAPackage("io.muelle.contracts..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.muelle.contracts..", "io.smallrye.mutiny..")
                .check(all);
    }

    @Test
    void shouldKeepPlatformFreeOfBusiness() {
        noClasses()
                .that()
                .resideInAPackage("io.muelle.platform..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.muelle..")
                        .and(resideOutsideOfPackages("io.muelle.platform..", "io.muelle.contracts..")))
                .check(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "manifest", "blob"})
    void shouldKeepServicesApart(String service) {
        String own = "io.muelle." + service + "..";
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.muelle..")
                        .and(resideOutsideOfPackages(own, "io.muelle.platform..", "io.muelle.contracts..")))
                .check(all);
    }

    @Test
    void shouldKeepDomainsFreeOfFrameworks() {
        noClasses()
                .that()
                .resideInAPackage("io.muelle..domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx.ext.web..", "org.eclipse.microprofile..")
                .check(all);
    }

    @Test
    void shouldKeepSqlInStores() {
        noClasses()
                .that()
                .resideInAnyPackage(SERVICES)
                .and()
                .resideOutsideOfPackages("io.muelle..store..", "io.muelle..config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SQL)
                .check(all);
    }

    @Test
    void shouldAnswerRequestsOnlyInTheOuterLayer() {
        noClasses()
                .that()
                .resideInAnyPackage("io.muelle..domain..", "io.muelle..store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.muelle..api..", "io.muelle.platform.api..")
                .check(all);
    }

    @Test
    void shouldHaveNoCyclesInPlatform() {
        slices().matching("io.muelle.platform.(*)..").should().beFreeOfCycles().check(all);
    }
}
