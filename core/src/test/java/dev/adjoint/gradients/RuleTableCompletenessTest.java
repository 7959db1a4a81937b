package dev.adjoint.gradients;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.op.Losses;
import dev.adjoint.op.Sampling;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** No operation without a row in the table, so none without a check of its derivatives. */
class RuleTableCompletenessTest {

  /** They need values, so there is no program of them. */
  private static final List<String> EAGER = List.of("Indexing.nonzero");

  @Test
  void everyFluentMethodHasARow() {
    var rows = RuleTable.rows().map(RuleTable.Row::operation).collect(Collectors.toSet());
    assertEquals(EAGER, methodsWithoutRow(families(), rows));
  }

  @Test
  void everyOperationIsMetInARow() {
    assertEquals(List.of(), operationsNotMet(families(), RuleTable.rows()));
  }

  @Test
  void aMethodWithoutARowIsNamed() {
    var rows = RuleTable.rows().map(RuleTable.Row::operation).filter(name -> !name.equals("mul"))
        .collect(Collectors.toSet());
    assertEquals(List.of("Arithmetic.mul", "Indexing.nonzero"), methodsWithoutRow(families(), rows));
  }

  @Test
  void anOperationMetInNoRowIsNamed() {
    var rows = RuleTable.rows().filter(row -> !row.operation().equals("sigmoidCrossEntropy"));
    assertEquals(List.of(Losses.SigmoidCrossEntropy.class), operationsNotMet(families(), rows));
  }

  /** Numbers are drawn for one counter at a time, so that a batch of counters draws what each of them draws alone. */
  private static final Set<Class<?>> ONE_BY_ONE = Set.of(Sampling.Uniform.class, Sampling.Normal.class);

  @Test
  void everyOtherOperationHasABatchingRule() {
    var without = operations(families()).filter(type -> !hasBatchingRule(type))
        .collect(Collectors.toSet());
    assertEquals(ONE_BY_ONE, without);
  }

  static boolean hasBatchingRule(Class<?> type) {
    return Op.Batching.class.isAssignableFrom(type) || (Op.Multi.class.isAssignableFrom(type)
        && Arrays.stream(type.getDeclaredMethods()).anyMatch(method -> method.getName().equals("batch")));
  }

  private static List<Class<?>> families() {
    return List.of(Tensor.class.getInterfaces());
  }

  private static List<String> methodsWithoutRow(List<Class<?>> families, Set<String> rows) {
    return families.stream().flatMap(family -> Arrays.stream(family.getDeclaredMethods()))
        .filter(method -> method.isDefault() && makesTensors(method) && !rows.contains(method.getName()))
        .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName()).distinct().sorted()
        .toList();
  }

  private static boolean makesTensors(Method method) {
    var type = method.getReturnType();
    return type == Tensor.class || type == List.class || type.isRecord();
  }

  private static List<Class<?>> operationsNotMet(List<Class<?>> families, Stream<RuleTable.Row> rows) {
    var met = rows.flatMap(RuleTableCompletenessTest::operations).collect(Collectors.toSet());
    return operations(families).filter(type -> !met.contains(type)).toList();
  }

  private static Stream<Class<?>> operations(List<Class<?>> families) {
    return families.stream().flatMap(family -> Arrays.stream(family.getDeclaredClasses()))
        .filter(Op.class::isAssignableFrom).map(type -> type);
  }

  /** The operations of a row, seen in its symbolic run: an untracked node with a value forgets its own. */
  static Stream<Class<?>> operations(RuleTable.Row row) {
    var result = row.f().apply(row.inputs().stream().map(x -> Tensor.placeholder(x.type())).toList());
    var seen = Collections.newSetFromMap(new IdentityHashMap<Tensor, Boolean>());
    var open = new ArrayDeque<>(List.of(result));
    while (!open.isEmpty()) {
      var node = open.pop();
      if (seen.add(node)) {
        open.addAll(node.inputs());
      }
    }
    return seen.stream().map(node -> node.op().getClass());
  }
}
