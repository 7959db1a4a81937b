package dev.adjoint.testkit;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** The testkit uses what a user of core may use, and its parts stand on each other in one order. */
@AnalyzeClasses(packages = "dev.adjoint.testkit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String TESTKIT = "dev.adjoint.testkit";

  @ArchTest
  static final ArchRule coreIsUsedFromOutside = classes().should().onlyDependOnClassesThat().resideInAnyPackage(
      TESTKIT + "..",
      "dev.adjoint", "dev.adjoint.op", "dev.adjoint.array", "dev.adjoint.check", "dev.adjoint.control", "java..",
      "net.jqwik.api..",
      "org.opentest4j",
      "org.hipparchus..");

  @ArchTest
  static final ArchRule numbersOfOtherKindsStayWithTheOracles = noClasses().that()
      .resideOutsideOfPackage(TESTKIT + ".oracle")
      .should().dependOnClassesThat().resideInAPackage("org.hipparchus..");

  @ArchTest
  static final ArchRule nothingStandsOnMutation = noClasses().that().resideOutsideOfPackage(TESTKIT + ".mutation")
      .should()
      .dependOnClassesThat().resideInAPackage(TESTKIT + ".mutation");

  @ArchTest
  static final ArchRule graphsKnowNoOracle = noClasses().that().resideInAPackage(TESTKIT + ".graph").should()
      .dependOnClassesThat().resideInAnyPackage(TESTKIT + ".oracle", TESTKIT + ".mutation");
}
