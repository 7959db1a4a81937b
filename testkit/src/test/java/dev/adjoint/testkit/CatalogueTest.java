package dev.adjoint.testkit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.op.GradientFlow;
import dev.adjoint.testkit.catalogue.Catalogue;
import dev.adjoint.testkit.catalogue.Operation;
import dev.adjoint.testkit.graph.GraphArbitrary;
import dev.adjoint.testkit.oracle.Oracle;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * No operation without a place in the catalogue, and so none that is not tried: its type rule and its errors, its value and both
 * derivatives, compiled, in floats, at special numbers and at none, in graphs, and with its rules broken.
 */
class CatalogueTest {

  /** Their gradient is not that of their value, on purpose, or they need values. Core's own tests prove them. */
  private static final List<String> ELSEWHERE = List.of("GradientFlow.reverseGradient", "GradientFlow.scaleGradient",
      "GradientFlow.stopGradient", "Indexing.nonzero");

  @Test
  void everyMethodIsInIt() {
    assertEquals(ELSEWHERE, missing(Catalogue.operations()));
  }

  @Test
  void aMethodThatIsNotIsNamed() {
    var others = Catalogue.operations().stream().filter(op -> !op.name().equals("mul")).toList();
    assertEquals(List.of("Arithmetic.mul"),
        missing(others).stream().filter(name -> !ELSEWHERE.contains(name)).toList());
  }

  private static List<String> missing(List<Operation> operations) {
    var names = operations.stream().map(Operation::name).collect(Collectors.toSet());
    return families().flatMap(family -> Arrays.stream(family.getDeclaredMethods()))
        .filter(method -> method.isDefault() && makesTensors(method) && !names.contains(method.getName()))
        .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName()).distinct().sorted()
        .toList();
  }

  private static boolean makesTensors(Method method) {
    var type = method.getReturnType();
    return type == Tensor.class || type == List.class || type.isRecord();
  }

  private static Stream<Class<?>> families() {
    return Arrays.stream(Tensor.class.getInterfaces());
  }

  @Test
  void everyRecordIsMetAndHasADefinition() {
    var met = new HashSet<Class<?>>();
    var random = new Random(1);
    for (var operation : Catalogue.operations()) {
      for (int i = 0; i < 10; i++) {
        var graph = GraphArbitrary.drawCall(operation, random);
        var trace = graph.trace();
        trace.nodes().forEach(node -> met.add(node.op().getClass()));
        assertEquals(trace.output().size(), Oracle.exactly(graph.spelledOut().trace(), graph.inputs()).length);
      }
    }
    assertEquals(Set.of(GradientFlow.ScaleGradient.class),
        families().flatMap(family -> Arrays.stream(family.getDeclaredClasses()))
            .filter(type -> Op.class.isAssignableFrom(type) && !met.contains(type)).collect(Collectors.toSet()));
  }

  /**
   * A loop without a limit has no reverse mode in a program, and an iterative solution of a linear system ends at a tolerance, which no
   * bound in roundings knows: core's own tests prove them.
   */
  @Test
  void everyKindOfControlFlowIsMet() {
    var random = new Random(2);
    var met = Catalogue.controlFlow().stream()
        .flatMap(operation -> GraphArbitrary.drawCall(operation, random).trace().nodes().stream())
        .map(node -> node.op().getClass().getName()).collect(Collectors.toSet());
    var kinds = new ClassFileImporter().importPackages("dev.adjoint.control").stream()
        .filter(type -> type.isAssignableTo(Op.class) && !type.isInterface()).map(JavaClass::getName);
    assertEquals(Set.of("dev.adjoint.control.WhileLoop", "dev.adjoint.control.LinearSolve"),
        Stream.concat(kinds, Stream.of("dev.adjoint.Checkpoint")).filter(name -> !met.contains(name))
            .collect(Collectors.toSet()));
  }

  @Test
  void whatIsNotDifferentiableSaysWhy() {
    assertTrue(Catalogue.operations().stream().flatMap(op -> op.notDifferentiable().stream())
        .allMatch(reason -> reason.length() > 10));
  }
}
