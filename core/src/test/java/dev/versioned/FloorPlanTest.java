package dev.versioned;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packages follow the plan of ADR 13. */
class FloorPlanTest {
  private static final String ROOT = "dev.versioned";
  private static final int MOST_TYPES_OF_THE_ROOT = 40;

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Assigns each package to a separate slice, including the root. */
  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  private static List<JavaClass> topLevel(String name) {
    return CORE.stream()
        .filter(type -> type.getPackageName().equals(name) && type.isTopLevelClass())
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .toList();
  }

  @Test
  void packagesHaveNoCycle() {
    slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CORE);
  }

  @Test
  void rootPackageIsSmallAndPublic() {
    List<JavaClass> root = topLevel(ROOT);
    assertThat(root).hasSizeBetween(10, MOST_TYPES_OF_THE_ROOT);
    assertThat(root).allMatch(type -> type.getModifiers().contains(JavaModifier.PUBLIC));
  }

  @Test
  void valuesDependOnValuesOnly() {
    classes()
        .that()
        .resideInAPackage("dev.versioned.model")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("dev.versioned", "dev.versioned.internal.*..", "dev.versioned.spi")
        .check(CORE);
  }

  @Test
  void storesKnowNoRule() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.versioned.memory", "dev.versioned.spi")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.versioned.internal.*..")
        .check(CORE);
  }
}
