package dev.adjoint.internal.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.op.Arithmetic;
import dev.adjoint.op.Comparison;
import dev.adjoint.op.LinearAlgebra;
import dev.adjoint.op.Movement;
import dev.adjoint.op.Pointwise;
import dev.adjoint.op.Reductions;

/**
 * Divides the nodes of a program into units that become one step each. Elementwise operations on one shape that feed each other
 * are one unit, with the sums over all their elements, unless something outside would then have to run both before and after it.
 * Reshapes, broadcasts into elementwise operations and transposes into matrix products are no unit: they are how others read.
 * A matrix product that is only added to another is one unit with the sum.
 */
final class Fusion {
  /**
   * The longest inner dimension of a product that is added to another as it is computed. Libraries add up longer ones, and those
   * with vectors, in pieces, and to add the pieces one by one rounds otherwise than to add their sum.
   */
  private static final int LONGEST_ADDED = 128;

  /** A sum of matrices: what is there first, and the product added to it. */
  record Sum(Node before, Node.Result product) {
  }

  /** What becomes one step. */
  static final class Unit {
    private final List<Node.Result> members = new ArrayList<>();
    private final Set<Unit> needs = new LinkedHashSet<>();
    /** Those whose results must be complete before this starts: read in another shape, or a sum. */
    private final Set<Unit> needsComplete = new HashSet<>();
    private final Shape shape; // of elementwise members

    private Unit(Node.Result first) {
      this.shape = first.type().shape();
      members.add(first);
    }

    /** In the order in which they were traced. */
    List<Node.Result> members() {
      return members;
    }
  }

  private final List<Node> order;
  private final Map<Node, Integer> position = new HashMap<>();
  private final Map<Node, Unit> unitOf = new HashMap<>();
  private final Set<Node> materialized = new HashSet<>();
  private final Map<Node, Integer> uses = new HashMap<>();
  /** What becomes a product added to what is there. */
  private final Map<Node, Sum> sums = new HashMap<>();

  Fusion(List<Node> order, List<Node> outputs) {
    this.order = order;
    for (var node : order) {
      position.put(node, position.size());
      if (node instanceof Node.Result r) {
        r.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
      }
    }
    outputs.forEach(output -> uses.merge(output, 1, Integer::sum));
    order.forEach(this::findSum);
    materialized.addAll(outputs);
    for (var node : order) {
      if (node instanceof Node.Result r) {
        for (var input : r.inputs()) {
          if (!readsThrough(r, input)) {
            materialized.add(input);
          }
        }
      }
    }
    order.forEach(this::place);
  }

  private void findSum(Node node) {
    if (node instanceof Node.Result r && r.op() instanceof Arithmetic.Add) {
      var x = r.inputs().get(0);
      var y = r.inputs().get(1);
      if (canTake(x, y)) {
        sums.put(r, new Sum(x, (Node.Result) y));
      } else if (canTake(y, x)) {
        sums.put(r, new Sum(y, (Node.Result) x));
      }
    }
  }

  /** Whether a matrix is a sum of products that nobody else needs, and the addend is another product like that. */
  private boolean canTake(Node matrix, Node addend) {
    return uses.get(matrix) == 1 && uses.get(addend) == 1 && matrix.type().equals(addend.type())
        && (sums.containsKey(matrix) || isMatrixProduct(matrix)) && isMatrixProduct(addend)
        && Math.min(addend.type().shape().dim(0), addend.type().shape().dim(1)) > 1
        && ((Node.Result) addend).inputs().getFirst().type().shape().dim(1) <= LONGEST_ADDED;
  }

  /** Whether an operation reads the input of a broadcast or transpose, and never the result. */
  private static boolean readsThrough(Node.Result reader, Node input) {
    return input instanceof Node.Result r && switch (r.op()) {
      case Movement.BroadcastTo b -> isElementwise(reader.op());
      case Movement.Transpose t -> isMatrixProduct(reader);
      default -> false; // every other operation must have run
    };
  }

  static boolean isMatrixProduct(Node node) {
    return node instanceof Node.Result r && r.op() instanceof LinearAlgebra.Matmul && r.type().shape().rank() == 2;
  }

  /** How a sum is taken, if it is by a product. */
  Optional<Sum> sum(Node node) {
    return Optional.ofNullable(sums.get(node));
  }

  /** Whether an operation can be an instruction. */
  static boolean isElementwise(Op op) {
    return switch (op) {
      case Pointwise.Map map -> true;
      case Pointwise.Zip zip -> true;
      case Comparison.Compare compare -> true;
      case Comparison.Where where -> true;
      case Arithmetic.Power power -> true;
      case Arithmetic.AddBias bias -> true;
      default -> false; // every other operation is a step of its own
    };
  }

  /** Whether a node is only another way to read its input. */
  boolean isVirtual(Node node) {
    return node instanceof Node.Result r && switch (r.op()) {
      case Movement.Reshape reshape -> true;
      case Movement.BroadcastTo b -> !materialized.contains(node);
      case Movement.Transpose t -> !materialized.contains(node);
      default -> false; // every other operation computes something
    };
  }

  /** The node that must have run for this one to be read. */
  Node source(Node node) {
    var source = node;
    while (isVirtual(source)) {
      source = ((Node.Result) source).inputs().getFirst();
    }
    return source;
  }

  private void place(Node node) {
    if (!(node instanceof Node.Result result) || isVirtual(node)) {
      return;
    }
    var sum = sums.get(node);
    if (sum != null) {
      var unit = unitOf.get(sum.product);
      unit.members.add(result);
      unit.needs.add(unitOf.get(sum.before));
      unitOf.put(node, unit);
      return;
    }
    if (result.op() instanceof Op.Result) {
      var unit = unitOf.get(result.inputs().getFirst());
      unit.members.add(result);
      unitOf.put(node, unit);
      return;
    }
    var unit = new Unit(result);
    unitOf.put(node, unit);
    for (var input : result.inputs()) {
      var source = source(input);
      var needed = unitOf.get(source);
      if (needed != null) {
        unit.needs.add(needed);
        if (source != input || !source.type().shape().equals(needed.shape)) {
          unit.needsComplete.add(needed);
        }
      }
    }
    if (isElementwise(result.op())) {
      for (var input : result.inputs()) {
        join(unitOf.get(node), unitOf.get(input), result.type().shape());
      }
    } else if (isTotal(result)) {
      var summed = result.inputs().getFirst();
      join(unitOf.get(node), unitOf.get(summed), summed.type().shape());
    }
  }

  /** Whether a node is the sum of all elements. */
  static boolean isTotal(Node.Result node) {
    return node.op() instanceof Reductions.Sum && node.type().shape().size() == 1
        && node.inputs().getFirst().type().shape().size() > 1;
  }

  /** Makes a unit part of the one it reads, if that is elementwise of this shape and nothing stands between them. */
  private void join(Unit unit, Unit read, Shape shape) {
    if (read == null || read == unit || !read.shape.equals(shape) || !isElementwise(read.members.getFirst().op())
        || unit.needsComplete.contains(read) || read.needsComplete.contains(unit)) {
      return;
    }
    var outside = new LinkedHashSet<>(unit.needs);
    outside.addAll(read.needs);
    outside.remove(read);
    outside.remove(unit);
    if (reaches(outside, Set.of(unit, read))) {
      return;
    }
    read.members.addAll(unit.members);
    read.members.sort(Comparator.comparing(position::get));
    read.needs.remove(unit);
    read.needs.addAll(outside);
    read.needsComplete.addAll(unit.needsComplete);
    unit.members.forEach(member -> unitOf.put(member, read));
    for (var other : new HashSet<>(unitOf.values())) {
      if (other.needs.remove(unit)) {
        other.needs.add(read);
      }
      if (other.needsComplete.remove(unit)) {
        other.needsComplete.add(read);
      }
    }
  }

  private static boolean reaches(Set<Unit> from, Set<Unit> targets) {
    var seen = new HashSet<>(from);
    var stack = new ArrayDeque<>(from);
    while (!stack.isEmpty()) {
      var unit = stack.pop();
      if (targets.contains(unit)) {
        return true;
      }
      unit.needs.stream().filter(seen::add).forEach(stack::push);
    }
    return false;
  }

  /** The units, each after those it needs and otherwise as late as its last member was traced. */
  List<Unit> inOrder() {
    var units = new LinkedHashSet<Unit>();
    order.stream().filter(unitOf::containsKey).forEach(node -> units.add(unitOf.get(node)));
    var waiting = new HashMap<Unit, Integer>();
    var readers = new HashMap<Unit, List<Unit>>();
    var ready = new PriorityQueue<Unit>(Comparator.comparing(unit -> position.get(unit.members.getLast())));
    for (var unit : units) {
      waiting.put(unit, unit.needs.size());
      unit.needs.forEach(needed -> readers.computeIfAbsent(needed, u -> new ArrayList<>()).add(unit));
      if (unit.needs.isEmpty()) {
        ready.add(unit);
      }
    }
    var result = new ArrayList<Unit>();
    while (!ready.isEmpty()) {
      var unit = ready.poll();
      result.add(unit);
      for (var reader : readers.getOrDefault(unit, List.of())) {
        if (waiting.merge(reader, -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    return result;
  }

  /** The unit that computes a node, which is not virtual and not an input or constant. */
  Unit unitOf(Node node) {
    return unitOf.get(node);
  }
}
