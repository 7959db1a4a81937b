package dev.adjoint.plot;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Pictures of what nn and core show everybody. */
@AnalyzeClasses(packages = "dev.adjoint.plot", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theInsideOfCoreIsNotUsed = noClasses().should().dependOnClassesThat()
      .resideInAPackage("dev.adjoint.internal..");
}
