package dev.adjoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How some tensors were computed from others: the operations and who feeds whom, without the values. */
public final class Trace {

  /** One operation; its inputs are numbered: arguments, what else is read, then the results of the steps. */
  private record Step(Op op, List<Integer> inputs, Origin origin) {
  }

  private final List<Tensor> captured;
  private final List<Step> steps;
  private final List<Integer> results;
  /** For each step, what nothing after it reads. */
  private final List<Set<Integer>> done;

  private Trace(List<Tensor> captured, List<Step> steps, List<Integer> results) {
    this.captured = captured;
    this.steps = steps;
    this.results = results;
    var read = new HashSet<>(results);
    this.done = steps.reversed().stream()
        .map(step -> step.inputs.stream().filter(read::add).collect(Collectors.toUnmodifiableSet())).toList()
        .reversed();
  }

  /**
   * How results were computed from arguments, as far as the nodes between them remember it. What was computed from other tensors
   * alone is captured.
   */
  public static Trace of(List<Tensor> arguments, List<Tensor> results) {
    var depends = new HashSet<>(arguments);
    var between = new ArrayList<Tensor>();
    for (var node : Tape.inOrder(results, Set.of(), _ -> true, new HashSet<>(arguments))) {
      if (node.inputs().stream().anyMatch(depends::contains)) {
        depends.add(node);
        between.add(node);
      }
    }
    return of(arguments, between, depends, results);
  }

  /**
   * How results were computed since then, from arguments or not: only what was there before is captured.
   *
   * @param then a {@link #now} of before
   */
  public static Trace since(long then, List<Tensor> arguments, List<Tensor> results) {
    var inside = new HashSet<>(arguments);
    var between = Tape.inOrder(results, Set.of(), node -> node.isMadeSince(then) && !node.inputs().isEmpty(), inside);
    return of(arguments, between, inside, results);
  }

  /** A time, which every tensor was made before or since. */
  public static long now() {
    return Tensor.made();
  }

  private static Trace of(List<Tensor> arguments, List<Tensor> between, Set<Tensor> depends, List<Tensor> results) {
    Map<Tensor, Integer> numbers = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      numbers.putIfAbsent(arguments.get(i), i); // one may be given twice
    }
    var captured = new ArrayList<Tensor>();
    var numbering = new Numbering(numbers, captured, arguments.size());
    between.forEach(node -> node.inputs().forEach(x -> numbering.capture(x, depends)));
    results.forEach(y -> numbering.capture(y, depends));
    var steps = new ArrayList<Step>();
    for (var node : between) {
      steps.add(new Step(node.op(), node.inputs().stream().map(numbers::get).toList(), node.origin()));
      numbers.put(node, arguments.size() + captured.size() + steps.size() - 1);
    }
    return new Trace(List.copyOf(captured), List.copyOf(steps), results.stream().map(numbers::get).toList());
  }

  private record Numbering(Map<Tensor, Integer> numbers, List<Tensor> captured, int arguments) {
    void capture(Tensor x, Set<Tensor> depends) {
      if (!depends.contains(x) && !numbers.containsKey(x)) {
        numbers.put(x, arguments + captured.size());
        captured.add(x);
      }
    }
  }

  /** What is read besides the arguments. */
  public List<Tensor> captured() {
    return captured;
  }

  /** The results for other arguments, and others in place of what was captured. */
  public List<Tensor> follow(List<Tensor> arguments, List<Tensor> others) {
    var values = new ArrayList<Tensor>(arguments.size() + others.size() + steps.size());
    values.addAll(arguments);
    values.addAll(others);
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      var x = step.inputs.stream().map(values::get).toList();
      values.add(Evaluation.of(step.op, x, step.origin));
      done.get(i).forEach(number -> values.set(number, null));
    }
    return results.stream().map(values::get).toList();
  }

  /**
   * The results for all examples of a batch, with the batch as their first axis.
   *
   * @param x the arguments, then what stands in place of what was captured
   */
  public List<Tensor> followAll(Batch x) {
    var values = new ArrayList<>(IntStream.range(0, x.operands()).mapToObj(x::get).toList());
    var differs = new ArrayList<>(IntStream.range(0, x.operands()).mapToObj(x::differs).toList());
    for (var step : steps) {
      var in = new Batch(x.size(), step.inputs.stream().map(values::get).toList(),
          step.inputs.stream().map(differs::get).toList());
      boolean each = step.inputs.stream().anyMatch(differs::get);
      values.add(each ? in.apply(step.op) : step.op.apply(step.inputs.stream().map(values::get).toList()));
      differs.add(each);
    }
    var all = new Batch(x.size(), values, differs);
    return results.stream().map(all::repeated).toList();
  }
}
