package dev.adjoint;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The floors of the house, from the ground up; an import never points up. */
@AnalyzeClasses(packages = "dev.adjoint", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String KERNEL = "dev.adjoint.internal.kernel";

  private static final String FLIGHT = "dev.adjoint.internal.flight";

  private static final String PLANNER = "dev.adjoint.internal.program";

  private static final String SOURCE = "dev.adjoint.internal.source";

  private static final String CPU = "dev.adjoint.internal.cpu";

  /** The names of what loops compute, and what is done by name; below the loops, which know them as well as operations and planner do. */
  private static final Set<String> FUNCTIONS = Set.of("dev.adjoint.op.UnaryFunction", "dev.adjoint.op.BinaryFunction",
      "dev.adjoint.op.Relation", "dev.adjoint.internal.program.Instruction");

  private static final List<Set<String>> FLOORS = List.of(
      FUNCTIONS,
      Set.of(KERNEL),
      Set.of(FLIGHT),
      Set.of("dev.adjoint.Shape", "dev.adjoint.DType", "dev.adjoint.TensorType", "dev.adjoint.internal.Message",
          "dev.adjoint.internal.UserCode", "dev.adjoint.internal.Kernels", "dev.adjoint.internal.PostOrder"),
      Set.of("dev.adjoint.array"),
      // One floor, because backward rules are written in tensor operations.
      Set.of("dev.adjoint.Op", "dev.adjoint.OpNames", "dev.adjoint.Batch", "dev.adjoint.op", "dev.adjoint.Tensor",
          "dev.adjoint.Custom", "dev.adjoint.Tuple", "dev.adjoint.Tracing", "dev.adjoint.Cell", "dev.adjoint.Origin",
          "dev.adjoint.DebugScope", "dev.adjoint.Evaluation", "dev.adjoint.LocalRule",
          "dev.adjoint.MadeHere",
          "dev.adjoint.NonFiniteException"),
      Set.of("dev.adjoint.Debug", "dev.adjoint.Ejml"),
      Set.of("dev.adjoint.Tape", "dev.adjoint.ForwardPass", "dev.adjoint.Gradients", "dev.adjoint.Explanation"),
      Set.of("dev.adjoint.Trace", "dev.adjoint.Checkpoint"),
      Set.of("dev.adjoint.Listing", "dev.adjoint.Footprint"),
      Set.of(PLANNER),
      Set.of(SOURCE),
      Set.of(CPU),
      Set.of("dev.adjoint.Program"),
      Set.of("dev.adjoint.transform"),
      Set.of("dev.adjoint.control"),
      Set.of("dev.adjoint.Autodiff", "dev.adjoint.Adjoint"),
      Set.of("dev.adjoint.check", "dev.adjoint.view"));

  /** The only import that points up: Tensor.backward. */
  private static boolean isKnot(Dependency dependency) {
    return dependency.getOriginClass().isEquivalentTo(Tensor.class)
        && (dependency.getTargetClass().isEquivalentTo(Tape.class)
            || dependency.getTargetClass().isEquivalentTo(Gradients.class));
  }

  private static boolean isFunction(JavaClass c) {
    return FUNCTIONS.contains(outermost(c).getName());
  }

  private static JavaClass outermost(JavaClass c) {
    var element = c.getBaseComponentType();
    while (element.getEnclosingClass().isPresent()) {
      element = element.getEnclosingClass().get();
    }
    return element;
  }

  private static int floor(JavaClass c, List<Set<String>> floors) {
    var element = outermost(c);
    for (int i = 0; i < floors.size(); i++) {
      if (floors.get(i).contains(element.getName()) || floors.get(i).contains(element.getPackageName())) {
        return i;
      }
    }
    return -1;
  }

  private static ArchRule standOnLowerOnes(List<Set<String>> floors, DescribedPredicate<Dependency> exception) {
    return classes()
        .that(DescribedPredicate.describe("are no package-info", c -> !c.getSimpleName().equals("package-info")))
        .should(new ArchCondition<JavaClass>("stand on their own or a lower floor") {
          @Override
          public void check(JavaClass c, ConditionEvents events) {
            if (floor(c, floors) < 0) {
              events.add(SimpleConditionEvent.violated(c, c.getName() + " stands on no floor"));
            }
            for (var dependency : c.getDirectDependenciesFromSelf()) {
              if (floor(dependency.getTargetClass(), floors) > floor(c, floors) && !exception.test(dependency)) {
                events.add(SimpleConditionEvent.violated(c, dependency.getDescription()));
              }
            }
          }
        });
  }

  @ArchTest
  static final ArchRule importsPointDown = standOnLowerOnes(FLOORS,
      DescribedPredicate.describe("Tensor.backward", ArchitectureTest::isKnot));

  @ArchTest
  static void theRuleOfTheFloorsCanFail(JavaClasses house) {
    var strict = standOnLowerOnes(FLOORS, DescribedPredicate.alwaysFalse()).evaluate(house);
    assertTrue(strict.hasViolation());
    assertTrue(strict.getFailureReport().getDetails().stream()
        .allMatch(detail -> detail.contains("dev.adjoint.Tensor.") && detail.matches("(?s).*(Tape|Gradients).*")));
    var upsideDown = standOnLowerOnes(FLOORS.reversed(), DescribedPredicate.alwaysFalse()).evaluate(house);
    assertTrue(upsideDown.getFailureReport().getDetails().size() > 100);
  }

  @ArchTest
  static void everyClassOfTheHouseIsRead(JavaClasses house) {
    for (var floor : FLOORS) {
      for (var name : floor) {
        assertTrue(house.stream().anyMatch(c -> c.getName().equals(name) || c.getPackageName().equals(name)), name);
      }
    }
  }

  @ArchTest
  static final ArchRule kernelsKnowArraysAndLibrariesOnly = classes().that().resideInAPackage(KERNEL).should()
      .onlyDependOnClassesThat(DescribedPredicate.describe("are names of functions", ArchitectureTest::isFunction)
          .or(resideInAnyPackage(KERNEL, "java..", "jdk.incubator.vector", "org.ejml..", "org.slf4j")));

  @ArchTest
  static final ArchRule eventsKnowFlightRecorderOnly = classes().that().resideInAPackage(FLIGHT).should()
      .onlyDependOnClassesThat().resideInAnyPackage(FLIGHT, "java..", "jdk.jfr");

  @ArchTest
  static final ArchRule nothingButEjmlAndALogIsUsedAboveTheKernels = classes().that()
      .resideOutsideOfPackages(KERNEL, FLIGHT).should()
      .onlyDependOnClassesThat().resideInAnyPackage("dev.adjoint..", "java..", "org.ejml..", "org.slf4j..");

  /** It adds gradients up by a method of Tensor, which javac writes down as one of the family that declares it. */
  @ArchTest
  static final ArchRule theTapeNamesNoOperation = noClasses().that().areAssignableTo(Tape.class).should()
      .dependOnClassesThat(DescribedPredicate.describe("are operations",
          c -> c.getPackageName().equals("dev.adjoint.op") && !c.isAssignableFrom(Tensor.class)));

  @ArchTest
  static final ArchRule onlyArraysRunKernels = noClasses().that().resideOutsideOfPackages("dev.adjoint.array",
      "dev.adjoint.internal..").and().doNotHaveSimpleName("Adjoint").should()
      .dependOnClassesThat(DescribedPredicate.describe("run on storage",
          c -> c.getPackageName().equals(KERNEL) && !c.isEnum()));

  @ArchTest
  static final ArchRule onlyOperationsNameKernelFunctions = noClasses().that().resideOutsideOfPackages("dev.adjoint.op",
      "dev.adjoint.array", "dev.adjoint.internal..").and().doNotHaveSimpleName("Adjoint").should().dependOnClassesThat()
      .resideInAPackage(KERNEL);

  /** So that another backend reads what the planner made; one writes it as Java. */
  @ArchTest
  static final ArchRule plannerAndWriterKnowNoExecution = noClasses().that().resideInAnyPackage(PLANNER, SOURCE)
      .should()
      .dependOnClassesThat(DescribedPredicate.describe("run something", c -> c.getPackageName().equals(CPU)
          || c.getPackageName().equals(KERNEL) || c.getName().equals("dev.adjoint.internal.Kernels")));

  @ArchTest
  static final ArchRule publicClassesAreNotForInheriting = classes().that().arePublic().and().areNotInterfaces().and()
      .doNotHaveModifier(JavaModifier.ABSTRACT)
      .should(new ArchCondition<JavaClass>("be final or sealed") {
        @Override
        public void check(JavaClass c, ConditionEvents events) {
          boolean closed = c.getModifiers().contains(JavaModifier.FINAL) || c.reflect().isSealed();
          events.add(new SimpleConditionEvent(c, closed, c.getName() + " can be extended"));
        }
      });

  @ArchTest
  static final ArchRule publicConstantsAreConstant = fields().that().arePublic().and().areStatic()
      .should(new ArchCondition<JavaField>("be final and no arrays") {
        @Override
        public void check(JavaField field, ConditionEvents events) {
          boolean constant = field.getModifiers().contains(JavaModifier.FINAL) && !field.getRawType().isArray();
          events.add(new SimpleConditionEvent(field, constant, field.getFullName() + " can be changed"));
        }
      });

  @ArchTest
  static void familiesAreImplementedByTensorAlone(JavaClasses house) {
    var families = Arrays.asList(Tensor.class.getInterfaces());
    assertFalse(families.isEmpty());
    for (var family : families) {
      assertEquals("dev.adjoint.op", family.getPackageName());
      var others = house.get(family).getAllSubclasses().stream().filter(c -> !c.isAssignableTo(Tensor.class)).toList();
      assertEquals(List.of(), others, family.getName());
    }
  }
}
