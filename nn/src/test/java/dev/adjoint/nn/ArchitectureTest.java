package dev.adjoint.nn;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.adjoint.nn.train.Progress;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The floors of this module; an import never points up. */
@AnalyzeClasses(packages = "dev.adjoint.nn", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String NN = "dev.adjoint.nn";

  /** What a user of core may use. */
  private static final DescribedPredicate<JavaClass> CORE = resideInAnyPackage("dev.adjoint", "dev.adjoint.op..",
      "dev.adjoint.array..", "dev.adjoint.check..", "dev.adjoint.view");

  private static final DescribedPredicate<JavaClass> JAVA = resideInAPackage("java..");

  @ArchTest
  static final ArchRule importsNeverPointUp = layeredArchitecture().consideringOnlyDependenciesInAnyPackage(NN + "..")
      .layer("init").definedBy(NN + ".init")
      .layer("nn").definedBy(NN)
      .layer("parts").definedBy(NN + ".layer", NN + ".loss", NN + ".regularization", NN + ".optim", NN + ".data")
      .layer("metric").definedBy(NN + ".metric")
      .layer("train").definedBy(NN + ".train")
      .whereLayer("init").mayNotAccessAnyLayer()
      .whereLayer("nn").mayOnlyAccessLayers("init")
      .whereLayer("parts").mayOnlyAccessLayers("init", "nn")
      .whereLayer("metric").mayOnlyAccessLayers("parts")
      .whereLayer("train").mayOnlyAccessLayers("init", "nn", "parts", "metric")
      .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule packagesHaveNoCycles = slices().matching(NN + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theInsideOfCoreIsNotUsed = noClasses().should().dependOnClassesThat()
      .resideInAPackage("dev.adjoint.internal..");

  @ArchTest
  static final ArchRule lossesAndOptimizersAreFormulasOverTensors = classes()
      .that().resideInAnyPackage(NN + ".loss", NN + ".optim")
      .should().onlyDependOnClassesThat(CORE.or(JAVA).or(resideInAnyPackage(NN + ".loss", NN + ".optim")));

  @ArchTest
  static final ArchRule regularizersKnowParametersBesides = classes().that().resideInAPackage(NN + ".regularization")
      .should().onlyDependOnClassesThat(CORE.or(JAVA).or(resideInAPackage(NN + ".regularization"))
          .or(JavaClass.Predicates.belongToAnyOf(Parameter.class, Parameters.class)));

  @ArchTest
  static final ArchRule otherLibrariesAreUsedInTheirPlaceOnly = noClasses()
      .that(not(resideInAPackage(NN + ".data")).and(not(JavaClass.Predicates.belongToAnyOf(Progress.class))))
      .should().dependOnClassesThat(not(CORE.or(JAVA).or(resideInAPackage(NN + ".."))));
}
