package dev.adjoint.internal.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.op.Arithmetic;
import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.Comparison;
import dev.adjoint.op.Movement;
import dev.adjoint.op.Pointwise;

import static java.util.stream.Collectors.toSet;

/** Makes the schedule of a program from its nodes: numbers values, makes a step of each unit, places state and plans memory. */
final class Planner {
  private final Fusion fusion;
  private final List<Node> outputs;
  private final int inputs;
  private final int states;
  private final List<TensorType> types = new ArrayList<>();
  private final Map<Node, Integer> numbers = new HashMap<>();
  private final Map<Integer, NdArray> constants = new TreeMap<>();
  private final List<Schedule.Alias> aliases = new ArrayList<>();
  private final Map<Integer, Integer> base = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Set<Node> readOutside = new HashSet<>();
  private long visits;

  Planner(List<TensorType> inputTypes, List<Node> outputs, int states) {
    this.outputs = separated(outputs, states);
    var order = Simplifier.inOrder(this.outputs);
    this.fusion = new Fusion(order, this.outputs);
    this.inputs = inputTypes.size();
    this.states = states;
    types.addAll(inputTypes);
    for (var node : order) {
      if (node instanceof Node.Input input) {
        numbers.put(input, input.position());
      }
    }
  }

  /**
   * An output that is only another look at a state, or at the same value as another next state, becomes a copy, so that no
   * state is overwritten before it is read.
   */
  private static List<Node> separated(List<Node> outputs, int states) {
    var result = new ArrayList<>(outputs);
    var taken = new HashSet<Node>();
    for (int i = 0; i < result.size(); i++) {
      var node = result.get(i);
      var source = node;
      while (source instanceof Node.Result r && r.op() instanceof Movement.Reshape) {
        source = r.inputs().getFirst();
      }
      boolean itself = i < states && node instanceof Node.Input input && input.position() == i;
      boolean fresh = source instanceof Node.Result && (i >= states || (source == node && taken.add(node)));
      if (!itself && !fresh) {
        result.set(i, new Node.Result(new Arithmetic.Copy(), List.of(node), node.type()));
      }
    }
    return List.copyOf(result);
  }

  Schedule plan() {
    var units = fusion.inOrder();
    markReadOutside(units);
    for (var unit : units) {
      steps.add(step(unit));
    }
    var outputNumbers = new ArrayList<>(outputs.stream().map(this::number).toList());
    placeStates(outputNumbers);
    var kept = new HashSet<>(outputNumbers);
    var placed = new HashSet<>(constants.keySet());
    for (int value = 0; value < types.size(); value++) {
      if (base(value) < inputs) {
        placed.add(value);
      }
    }
    var memory = Memory.plan(steps, types, this::base, kept, placed);
    var results = outputNumbers.subList(states, outputNumbers.size());
    var leaving = results.stream().map(this::base).map(memory.bufferOf()::get).filter(Objects::nonNull)
        .collect(toSet());
    return new Schedule(List.copyOf(types), states, inputs, List.copyOf(constants.keySet()),
        aliases(value -> value < inputs), List.copyOf(steps), memory,
        places(memory, buffer -> !leaving.contains(buffer)), places(memory, leaving::contains),
        List.copyOf(outputNumbers));
  }

  /** The elements of the values that the schedule says are constants. */
  Map<Integer, NdArray> constants() {
    return Collections.unmodifiableMap(constants);
  }

  /** The names of values, given those of nodes. */
  Map<Integer, String> names(Map<Node, String> ofNodes) {
    var names = new TreeMap<Integer, String>();
    ofNodes.forEach((node, name) -> {
      if (numbers.containsKey(node)) {
        names.put(numbers.get(node), name);
      }
    });
    return names;
  }

  /** The buffers of this kind and what lies there; constants lie in no buffer. */
  private Schedule.Places places(Memory memory, Predicate<Integer> ofKind) {
    var bufferOf = memory.bufferOf();
    return new Schedule.Places(IntStream.range(0, memory.buffers().size()).boxed().filter(ofKind).toList(),
        bufferOf.keySet().stream().filter(value -> ofKind.test(bufferOf.get(value))).toList(),
        aliases(value -> value >= inputs && ofKind.test(bufferOf.getOrDefault(value, -1))));
  }

  private List<Schedule.Alias> aliases(IntPredicate ofValue) {
    return aliases.stream().filter(alias -> ofValue.test(base(alias.value()))).toList();
  }

  private int base(int value) {
    visits++;
    int of = value;
    while (base.containsKey(of)) {
      of = base.get(of);
    }
    return of;
  }

  /** How many units and values were looked at until now. */
  long visits() {
    return fusion.visits() + visits;
  }

  private void markReadOutside(List<Fusion.Unit> units) {
    outputs.forEach(output -> readOutside.add(fusion.source(output)));
    for (var unit : units) {
      for (var member : unit.members()) {
        for (var input : member.inputs()) {
          var source = fusion.source(input);
          if (source != input || fusion.unitOf(source) != unit) {
            readOutside.add(source);
          }
        }
      }
    }
  }

  /** The number of the value of a node, which gets one at first sight. */
  private int number(Node node) {
    var known = numbers.get(node);
    if (known != null) {
      return known;
    }
    int value = newValue(node.type());
    numbers.put(node, value);
    if (node instanceof Node.Constant constant) {
      constants.put(value, constant.value());
    } else if (fusion.isVirtual(node)) {
      int of = number(((Node.Result) node).inputs().getFirst());
      base.put(value, of);
      aliases.add(new Schedule.Alias(value, of));
    }
    return value;
  }

  private Step step(Fusion.Unit unit) {
    var first = unit.members().getFirst();
    if (Fusion.isElementwise(first.op())) {
      return new Fuser(unit).fuse();
    }
    if (Fusion.isMatrixProduct(first)) {
      return multiply(first, unit.members().getLast());
    }
    var reads = first.inputs().stream().map(this::number).toList();
    if (first.op() instanceof Op.Multi op) {
      return new Step.CallMulti(op, reads, results(op, unit.members()));
    }
    return new Step.Call(first.op(), reads, number(first));
  }

  /** The numbers of all results of an operation, of which some may be read by nobody. */
  private List<Integer> results(Op.Multi op, List<Node.Result> members) {
    var types = op.types(members.getFirst().inputs().stream().map(Node::type).toList());
    var numbers = new ArrayList<Integer>();
    for (int place = 0; place < types.size(); place++) {
      var wanted = new Op.Result(place);
      var type = types.get(place);
      numbers.add(members.stream().filter(member -> member.op().equals(wanted)).findFirst().map(this::number)
          .orElseGet(() -> newValue(type)));
    }
    return List.copyOf(numbers);
  }

  private int newValue(TensorType type) {
    types.add(type);
    return types.size() - 1;
  }

  private Step multiply(Node.Result product, Node.Result result) {
    var a = product.inputs().get(0);
    var b = product.inputs().get(1);
    boolean turnA = isReadTransposed(a);
    boolean turnB = isReadTransposed(b);
    int m = product.type().shape().dim(0);
    int n = product.type().shape().dim(1);
    int k = a.type().shape().dim(1);
    return new Step.Multiply(turnA, turnB, m, n, k, number(turnA ? untransposed(a) : a),
        number(turnB ? untransposed(b) : b), fusion.sum(result).map(sum -> number(sum.before())), number(result));
  }

  private static boolean isReadTransposed(Node node) {
    return node instanceof Node.Result r && r.op() instanceof Movement.Transpose;
  }

  private static Node untransposed(Node node) {
    return ((Node.Result) node).inputs().getFirst();
  }

  /** Lets the step that computes a next state write it in place of the old one, if nobody reads that afterwards; else copies. */
  private void placeStates(List<Integer> outputNumbers) {
    var written = writtenByFused();
    var free = freeFrom();
    var inPlace = new ArrayList<Schedule.Alias>();
    for (int i = 0; i < states; i++) {
      int next = outputNumbers.get(i);
      if (next != i && written.getOrDefault(next, -1) >= free.getOrDefault(i, 0)) {
        base.put(next, i);
        inPlace.add(new Schedule.Alias(next, i));
      } else if (next != i) {
        steps.add(new Step.Commit(next, i));
      }
    }
    aliases.addAll(0, inPlace.reversed()); // what lies there in another shape comes after
  }

  /** The fused steps that write values block by block. */
  private Map<Integer, Integer> writtenByFused() {
    var written = new HashMap<Integer, Integer>();
    for (int s = 0; s < steps.size(); s++) {
      if (steps.get(s) instanceof Fused fused) {
        for (var store : fused.stores()) {
          written.put(store.value(), s);
        }
      }
    }
    return written;
  }

  /** The first steps that may write where values lie. */
  private Map<Integer, Integer> freeFrom() {
    var free = new HashMap<Integer, Integer>();
    for (int s = 0; s < steps.size(); s++) {
      var replaceable = steps.get(s).replaceable();
      for (int read : steps.get(s).reads()) {
        free.merge(base(read), replaceable.contains(read) ? s : s + 1, Math::max);
      }
    }
    return free;
  }

  /** Makes instructions on registers of the members of a unit. */
  private final class Fuser {
    private final Fusion.Unit unit;
    private final Shape shape;
    private final List<DType> registers = new ArrayList<>();
    private final List<Fused.Load> loads = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Fused.Store> stores = new ArrayList<>();
    private final List<Fused.Total> totals = new ArrayList<>();
    private final Map<Object, Integer> registerOf = new HashMap<>();
    private final Map<Node, Integer> lastUse = new HashMap<>();
    private final Set<Node> summed = new HashSet<>();
    private final Map<DType, ArrayList<Integer>> free = new HashMap<>();

    private Fuser(Fusion.Unit unit) {
      this.unit = unit;
      this.shape = unit.members().getFirst().type().shape();
    }

    private Fused fuse() {
      var members = unit.members();
      for (int i = 0; i < members.size(); i++) {
        var member = members.get(i);
        for (var input : member.inputs()) {
          lastUse.put(input, i);
        }
        if (!Fusion.isElementwise(member.op())) {
          summed.add(member.inputs().getFirst());
        }
      }
      for (int i = 0; i < members.size(); i++) {
        var member = members.get(i);
        if (Fusion.isElementwise(member.op())) {
          compute(member, i);
        } else {
          totals.add(new Fused.Total(register(member.inputs().getFirst()), number(member)));
        }
      }
      return new Fused(shape, List.copyOf(registers), List.copyOf(loads), List.copyOf(instructions),
          List.copyOf(stores), List.copyOf(totals));
    }

    private void compute(Node.Result member, int i) {
      var in = member.inputs().stream().map(this::register).toList();
      var power = member.op() instanceof Arithmetic.Power p ? number(member.type().dtype(), p.exponent()) : -1;
      // An operand that is read for the last time may give its register to the result.
      member.inputs().stream().distinct().filter(input -> isTemporary(input) && lastUse.get(input) == i)
          .forEach(input -> free(registerOf.get(input)));
      int y = newRegister(member.type().dtype());
      registerOf.put(member, y);
      instructions.add(instruction(member, in, power, y));
      if (readOutside.contains(member)) {
        stores.add(new Fused.Store(y, number(member)));
      }
    }

    private static Instruction instruction(Node.Result member, List<Integer> in, int power, int y) {
      return switch (member.op()) {
        case Pointwise.Map op -> new Instruction.Map(op.function(), in.getFirst(), y);
        case Pointwise.Zip op -> new Instruction.Zip(op.function(), in.get(0), in.get(1), y);
        case Comparison.Compare op -> new Instruction.Compare(op.relation(), in.get(0), in.get(1), y);
        case Comparison.Where _ -> new Instruction.Select(in.get(0), in.get(1), in.get(2), y);
        case Arithmetic.Power _ -> new Instruction.Zip(BinaryFunction.POW, in.getFirst(), power, y);
        case Arithmetic.AddBias _ -> new Instruction.Zip(BinaryFunction.ADD, in.get(0), in.get(1), y);
        default -> throw new AssertionError(member.op());
      };
    }

    /** Whether a member is not needed after its last use by an instruction: results and sums are taken at the end of a block. */
    private boolean isTemporary(Node node) {
      return fusion.unitOf(node) == unit && !readOutside.contains(node) && !summed.contains(node);
    }

    private void free(int register) {
      free.computeIfAbsent(registers.get(register), d -> new ArrayList<>()).add(register);
    }

    private int newRegister(DType dtype) {
      var reusable = free.getOrDefault(dtype, new ArrayList<>());
      if (!reusable.isEmpty()) {
        return reusable.removeLast();
      }
      registers.add(dtype);
      return registers.size() - 1;
    }

    private int ownRegister(DType dtype) {
      registers.add(dtype);
      return registers.size() - 1;
    }

    /** The register of an operand, which is loaded at first sight. */
    private int register(Node operand) {
      var known = registerOf.get(operand);
      if (known != null) {
        return known;
      }
      var dtype = operand.type().dtype();
      if (operand instanceof Node.Constant c && dtype.isFloating() && c.value().uniform().isPresent()) {
        return number(dtype, c.value().uniform().getAsDouble());
      }
      var node = operand instanceof Node.Result r && r.op() instanceof Movement.BroadcastTo && fusion.isVirtual(operand)
          ? throughBroadcasts(operand)
          : operand;
      int register = ownRegister(dtype);
      registerOf.put(operand, register);
      loads.add(node.type().shape().size() == shape.size()
          ? new Fused.Load.Dense(number(node), register)
          : new Fused.Load.Repeated(number(node), register));
      return register;
    }

    private Node throughBroadcasts(Node operand) {
      var node = operand;
      while (node instanceof Node.Result r && r.op() instanceof Movement.BroadcastTo && fusion.isVirtual(node)) {
        node = r.inputs().getFirst();
      }
      return node;
    }

    private int number(DType dtype, double number) {
      return registerOf.computeIfAbsent(List.of(dtype, number), key -> {
        int register = ownRegister(dtype);
        loads.add(new Fused.Load.Literal(number, register));
        return register;
      });
    }

    private int number(Node node) {
      return Planner.this.number(node);
    }
  }
}
