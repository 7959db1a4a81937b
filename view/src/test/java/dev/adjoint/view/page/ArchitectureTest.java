package dev.adjoint.view.page;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** What this module stands on. */
@AnalyzeClasses(packages = "dev.adjoint.view.page", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule pagesKnowTheModelOfGraphsAndNoTensors = classes().should().onlyDependOnClassesThat()
      .resideInAnyPackage("dev.adjoint.view..", "java..", "com.google.gson", "org.eclipse.elk..",
          "org.eclipse.emf..");

  @ArchTest
  static final ArchRule layoutsAloneKnowTheirLibrary = noClasses().that().haveNameNotMatching(".*Layout(\\$.*)?")
      .should().dependOnClassesThat().resideInAPackage("org.eclipse..");
}
