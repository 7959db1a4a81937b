package dev.adjoint.internal.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;

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
 *
 * <p>It takes n log n steps for n nodes: of two units that become one the smaller moves, and of what moves most meets its equal there
 * and is gone, or the unit is larger by half, which happens log n times. Whether a third one stands between two is looked for from both
 * ends, the nearest first and no farther than {@link #FARTHEST}: a question takes a bounded number of steps, and each input asks one.
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

  /**
   * How many units to look at, from each end, for one that stands between two. Mostly a few decide; where so many do not, the two
   * stay apart, which is right whatever the answer is.
   */
  private static final int FARTHEST = 256;

  /** What becomes one step. */
  static final class Unit {
    private final List<Node.Result> members = new ArrayList<>();
    /** Those whose results this reads, and whether they must be complete before this starts: read in another shape, or a sum. */
    private final Map<Unit, Boolean> needs = new LinkedHashMap<>();
    private final Set<Unit> readers = new LinkedHashSet<>();
    private final Shape shape; // of elementwise members
    private final boolean isElementwise;
    private int last; // position of a member

    private Unit(Node.Result first, int position) {
      this.shape = first.type().shape();
      this.isElementwise = isElementwise(first.op());
      add(first, position);
    }

    private void add(Node.Result member, int position) {
      members.add(member);
      last = position;
    }

    private void need(Unit needed, boolean complete) {
      needs.merge(needed, complete, Boolean::logicalOr);
      needed.readers.add(this);
    }

    private int size() {
      return members.size() + needs.size() + readers.size();
    }

    /** Takes the place of another in the graph of units. */
    private void absorb(Unit other) {
      members.addAll(other.members);
      last = Math.max(last, other.last);
      other.needs.keySet().forEach(needed -> needed.readers.remove(other));
      other.readers.forEach(reader -> reader.need(this, reader.needs.remove(other)));
      other.needs.forEach(this::need);
      needs.remove(this);
      readers.remove(this);
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
  private long visits;

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
      unit.add(result, position.get(node));
      unit.need(unitOf.get(sum.before), false);
      unitOf.put(node, unit);
      return;
    }
    if (result.op() instanceof Op.Result) {
      var unit = unitOf.get(result.inputs().getFirst());
      unit.add(result, position.get(node));
      unitOf.put(node, unit);
      return;
    }
    var unit = new Unit(result, position.get(node));
    unitOf.put(node, unit);
    for (var input : result.inputs()) {
      var source = source(input);
      var needed = unitOf.get(source);
      if (needed != null) {
        unit.need(needed, source != input || !source.type().shape().equals(needed.shape));
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

  /** Makes a unit one with the one it reads, if that is elementwise of this shape and nothing stands between them. */
  private void join(Unit unit, Unit read, Shape shape) {
    if (read == null || read == unit || !read.isElementwise || !read.shape.equals(shape) || unit.needs.get(read)
        || standsBetween(unit, read)) {
      return;
    }
    // A sum by itself is smaller than what it sums: the larger one is elementwise.
    boolean isSmaller = !unit.isElementwise || unit.size() < read.size();
    var larger = isSmaller ? read : unit;
    var smaller = isSmaller ? unit : read;
    visits += smaller.size();
    smaller.members.forEach(member -> unitOf.put(member, larger));
    larger.absorb(smaller);
  }

  /** Whether a unit reads another through a third one as well: the two as one would run both before and after that. */
  private boolean standsBetween(Unit unit, Unit read) {
    var down = new Walk(unit, read, u -> u.needs.keySet());
    var up = new Walk(read, unit, u -> u.readers);
    for (int i = 0; i < FARTHEST && down.hasNext() && up.hasNext(); i++) {
      visits += 2;
      if (up.seen.contains(down.next()) || down.seen.contains(up.next())) {
        return true;
      }
    }
    return down.hasNext() && up.hasNext();
  }

  /** The units that can be reached from one in one direction, the nearest first, unless by its own edge to another. */
  private static final class Walk {
    private final Function<Unit, Collection<Unit>> edges;
    private final Set<Unit> seen = new HashSet<>();
    private final Queue<Unit> waiting = new ArrayDeque<>();
    private Iterator<Unit> at;

    private Walk(Unit from, Unit other, Function<Unit, Collection<Unit>> edges) {
      this.edges = edges;
      this.at = edges.apply(from).stream().filter(unit -> unit != other).iterator();
      seen.add(from);
    }

    private boolean hasNext() {
      while (!at.hasNext() && !waiting.isEmpty()) {
        at = edges.apply(waiting.remove()).iterator();
      }
      return at.hasNext();
    }

    private Unit next() {
      var unit = at.next();
      if (seen.add(unit)) {
        waiting.add(unit);
      }
      return unit;
    }
  }

  /** The units, each after those it needs and otherwise as late as its last member was traced. */
  List<Unit> inOrder() {
    var units = new LinkedHashSet<Unit>();
    order.stream().filter(unitOf::containsKey).forEach(node -> units.add(unitOf.get(node)));
    var waiting = new HashMap<Unit, Integer>();
    var ready = new PriorityQueue<Unit>(Comparator.comparingInt(unit -> unit.last));
    for (var unit : units) {
      waiting.put(unit, unit.needs.size());
      unit.members.sort(Comparator.comparing(position::get));
      if (unit.needs.isEmpty()) {
        ready.add(unit);
      }
    }
    var result = new ArrayList<Unit>();
    while (!ready.isEmpty()) {
      var unit = ready.poll();
      result.add(unit);
      for (var reader : unit.readers) {
        if (waiting.merge(reader, -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    return result;
  }

  /** How many units were looked at, or moved, to join some. */
  long visits() {
    return visits;
  }

  /** The unit that computes a node, which is not virtual and not an input or constant. */
  Unit unitOf(Node node) {
    return unitOf.get(node);
  }
}
