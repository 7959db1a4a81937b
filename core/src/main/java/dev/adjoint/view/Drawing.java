package dev.adjoint.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import dev.adjoint.Gradients;
import dev.adjoint.Op;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.internal.PostOrder;
import dev.adjoint.op.Arithmetic;

/** Makes the graph of tensors. */
final class Drawing {
  private final List<Tensor> outputs;
  private final List<Scope.Part> scopes;
  private final List<Tensor> order;
  private final List<Tensor> drawn;
  private final Map<Tensor, Integer> numbers = new HashMap<>();
  private final Map<Tensor, String> symbols = new HashMap<>();
  private Optional<Gradients> found = Optional.empty();
  private final Map<Tensor, Quantity> gradients = new HashMap<>();
  /** How many operands each tensor is. */
  private final Map<Tensor, Integer> uses = new HashMap<>();

  Drawing(List<Tensor> outputs, List<Scope.Part> scopes) {
    this.outputs = outputs;
    this.scopes = scopes;
    this.order = inOrder(outputs, Set.of());
    this.drawn = order.stream().filter(tensor -> place(tensor).isEmpty()).toList();
    drawn.forEach(tensor -> numbers.put(tensor, numbers.size()));
    order.forEach(tensor -> inputs(tensor).forEach(x -> uses.merge(x, 1, Integer::sum)));
    name();
  }

  /** Which result of an operation of several it is: they are drawn as one node, and each stands on the edges to those that read it. */
  private static OptionalInt place(Tensor tensor) {
    return tensor.op() instanceof Op.Result(int place) ? OptionalInt.of(place) : OptionalInt.empty();
  }

  private int number(Tensor tensor) {
    return numbers.get(place(tensor).isPresent() ? tensor.inputs().getFirst() : tensor);
  }

  Drawing differentiated(Tensor cotangent) {
    var all = Tape.of(outputs.getFirst()).backward(cotangent);
    order.stream().filter(all::reach).forEach(x -> gradients.put(x, new Quantity(all.of(x).value())));
    found = Optional.of(all);
    return this;
  }

  /** Every tensor after its inputs, which come in the order in which they are read. */
  private static List<Tensor> inOrder(List<Tensor> outputs, Set<Tensor> without) {
    return PostOrder.of(outputs, tensor -> inputs(tensor).reversed(), _ -> true, new HashSet<>(without));
  }

  /** Given names, numbers as themselves, and v₁, v₂ … in the order of evaluation. */
  private void name() {
    var taken = new HashMap<String, Integer>();
    int unnamed = 0;
    for (var tensor : order) {
      boolean number = tensor.op() == Op.Leaf.CONSTANT && tensor.shape().rank() == 0 && !tensor.isSymbolic();
      if (number && tensor.name().isEmpty()) {
        symbols.put(tensor, new Quantity(tensor.value()).brief());
      } else if (place(tensor).isPresent() && tensor.name().isEmpty()) {
        symbols.put(tensor, symbols.get(tensor.inputs().getFirst()) + "[" + place(tensor).getAsInt() + "]");
      } else {
        var symbol = tensor.name().isPresent()
            ? tensor.name().get().replaceAll("\\p{Cntrl}", " ")
            : "v" + subscript(++unnamed);
        int times = taken.merge(symbol, 1, Integer::sum);
        symbols.put(tensor, times == 1 ? symbol : symbol + subscript(times));
      }
    }
  }

  private static String subscript(int n) {
    return Integer.toString(n).chars().map(digit -> digit - '0' + '₀')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }

  Graph graph() {
    var groups = groups();
    var nodes = new ArrayList<Node>();
    for (var tensor : drawn) {
      var operands = new ArrayList<Operand>();
      for (int i = 0; i < inputs(tensor).size(); i++) {
        var x = tensor.inputs().get(i);
        operands.add(new Operand(number(x), place(x).isPresent() ? symbols.get(x) : "", term(tensor, i)));
      }
      boolean scalar = tensor.shape().rank() == 0;
      var op = op(tensor);
      boolean one = !(op instanceof Op.Multi);
      nodes.add(new Node(number(tensor), kind(tensor), symbols.get(tensor), Formula.describe(op),
          Formula.of(op, scalar, inputs(tensor).stream().map(symbols::get).toList()), type(tensor),
          one && !tensor.isSymbolic() ? Optional.of(new Quantity(tensor.value())) : Optional.empty(), gradient(tensor),
          operands, groups.containsKey(tensor) ? OptionalInt.of(groups.get(tensor)) : OptionalInt.empty(),
          one ? List.of() : results(tensor)));
    }
    return new Graph(nodes, scopes.stream().map(Scope.Part::group).toList());
  }

  private static String type(Tensor tensor) {
    return tensor.op() instanceof Op.Multi op
        ? String.join(", ", op.types(tensor.inputs().stream().map(Tensor::type).toList()).stream()
            .map(TensorType::toString).toList())
        : tensor.type().toString();
  }

  /** The results of an operation that are read, each with its value and its gradient. */
  private List<String> results(Tensor several) {
    return order.stream().filter(tensor -> place(tensor).isPresent() && tensor.inputs().getFirst().equals(several))
        .map(tensor -> symbols.get(tensor)
            + (tensor.isSymbolic() ? "  " + tensor.type() : " = " + new Quantity(tensor.value()).brief())
            + gradient(tensor).map(gradient -> "  ∇ " + gradient.brief()).orElse(""))
        .toList();
  }

  /** A placeholder under a name is a copy of it; people look for the input. */
  private static boolean isNamedInput(Tensor tensor) {
    return tensor.op() instanceof Arithmetic.Copy && tensor.name().isPresent()
        && tensor.inputs().getFirst().op() == Op.Leaf.PLACEHOLDER;
  }

  private static Op op(Tensor tensor) {
    return isNamedInput(tensor) ? Op.Leaf.PLACEHOLDER : tensor.op();
  }

  private static List<Tensor> inputs(Tensor tensor) {
    return isNamedInput(tensor) ? List.of() : tensor.inputs();
  }

  private static Node.Kind kind(Tensor tensor) {
    return op(tensor) instanceof Op.Leaf leaf ? switch (leaf) {
      case CONSTANT -> Node.Kind.CONSTANT;
      case VARIABLE -> Node.Kind.VARIABLE;
      case PLACEHOLDER -> Node.Kind.INPUT;
    } : Node.Kind.OPERATION;
  }

  private Optional<Quantity> gradient(Tensor tensor) {
    return Optional.ofNullable(gradients.get(tensor));
  }

  private Optional<Operand.Term> term(Tensor y, int i) {
    var x = y.inputs().get(i);
    return found.filter(all -> gradients.containsKey(x) && y.isTracked()).flatMap(all -> Tape.contribution(y, i, all))
        .map(term -> new Operand.Term(isElementwise(x, y)
            ? Optional.of(new Quantity(Tape.contribution(y, i, Tensor.ones(y.type())).value()))
            : Optional.empty(), uses.get(x) == 1 ? gradients.get(x) : new Quantity(term.value())));
  }

  /** Whether the rule at ∇y = 1 is the derivative: of a number by a number, or of each element by its own. */
  private static boolean isElementwise(Tensor x, Tensor y) {
    if (y.op() instanceof Op.Multi) {
      return false;
    }
    boolean perElement = y.op() instanceof Op.PerElement || y.op() instanceof Arithmetic.AddBias;
    return x.size() == 1 && y.size() == 1 || perElement && x.shape().equals(y.shape());
  }

  /** The group of each tensor: that of the innermost scope which made it. */
  private Map<Tensor, Integer> groups() {
    var groups = new HashMap<Tensor, Integer>();
    for (int g = 0; g < scopes.size(); g++) {
      var part = scopes.get(g);
      var before = new HashSet<>(inOrder(List.of(part.x()), Set.of()));
      int group = g;
      inOrder(List.of(part.y()), before).stream()
          .filter(tensor -> !groups.containsKey(tensor) || isWithin(group, groups.get(tensor)))
          .forEach(tensor -> groups.put(tensor, group));
    }
    // A result that was given a name outside of its scope is another tensor, with the same inputs.
    var byInputs = new IdentityHashMap<List<Tensor>, Integer>();
    groups.forEach((tensor, group) -> byInputs.put(tensor.inputs(), group));
    order.stream().filter(tensor -> !tensor.inputs().isEmpty() && byInputs.containsKey(tensor.inputs()))
        .forEach(tensor -> groups.putIfAbsent(tensor, byInputs.get(tensor.inputs())));
    return groups;
  }

  private boolean isWithin(int group, int outer) {
    var g = OptionalInt.of(group);
    while (g.isPresent() && g.getAsInt() != outer) {
      g = scopes.get(g.getAsInt()).group().parent();
    }
    return g.isPresent();
  }
}
