package dev.adjoint.internal.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.TensorType;
import dev.adjoint.internal.program.Step;
import dev.adjoint.op.Activations;
import dev.adjoint.op.Conversions;
import dev.adjoint.op.Indexing;
import dev.adjoint.op.LinearAlgebra;
import dev.adjoint.op.Losses;
import dev.adjoint.op.Movement;
import dev.adjoint.op.Reductions;
import dev.adjoint.op.Sampling;
import dev.adjoint.op.Slicing;

/** The Java of an operation that is a step of its own. Results are zeros before it. */
final class Calls {
  private static final Pattern VARIABLE = Pattern.compile("\\b[XYP]\\b");

  private final Context context;
  private final List<TensorType> in;
  private final List<String> x;
  private final TensorType type;
  private final String y;
  private final List<String> lines = new ArrayList<>();

  private Calls(Step.Call step, Context context) {
    this.context = context;
    this.in = step.reads().stream().map(context::type).toList();
    this.x = step.reads().stream().map(context::variable).toList();
    this.type = context.type(step.y());
    this.y = context.variable(step.y());
  }

  /** The lines of a step. */
  static List<String> lines(Step.Call step, Context context) {
    var calls = new Calls(step, context);
    calls.write(step.op());
    return calls.lines;
  }

  /** The same of a step with several results; of those only parts of a tensor are known. */
  static List<String> lines(Step.CallMulti step, Context context) {
    if (!(step.op() instanceof Slicing.Split(int axis, var sizes))) {
      context.unknown(step.op().name());
      return List.of();
    }
    var whole = Slicing.Slice.all(context.type(step.reads().getFirst()).shape());
    var lines = new ArrayList<String>();
    int at = 0;
    for (int j = 0; j < sizes.size(); j++) {
      var part = whole.along(axis, at, sizes.get(j), 1);
      lines.addAll(lines(new Step.Call(part, step.reads(), step.writes().get(j)), context));
      at += sizes.get(j);
    }
    return lines;
  }

  private void write(Op op) {
    var dtype = in.getFirst().dtype();
    boolean isFloating = dtype.isFloating();
    boolean isOrdered = dtype != DType.BOOL;
    switch (op) {
      case Op.Identity _ -> copy();
      case Conversions.Cast _ -> cast();
      case Movement.Transpose _ -> {
        int[] strides = in.getFirst().shape().strides();
        int last = strides.length - 1;
        int swapped = strides[last];
        strides[last] = strides[last - 1];
        strides[last - 1] = swapped;
        gather(0, strides);
      }
      case Movement.Permute(var order) -> {
        int[] strides = in.getFirst().shape().strides();
        gather(0, order.stream().mapToInt(a -> strides[a]).toArray());
      }
      case Movement.BroadcastTo(var shape) ->
        each("%s[i] = %s[%s];", y, x.getFirst(), Elements.repeated(in.getFirst().shape(), shape, "i"));
      case Slicing.Slice slice -> gather(slice.offset(in.getFirst().shape()), slice.strides(in.getFirst().shape()));
      case Slicing.Unslice unslice when isOrdered || x.size() == 1 -> unslice(unslice);
      case Slicing.Concat(int axis) -> concat(axis);
      case Reductions.Sum(var axes) when isOrdered -> along(axes, this::sum);
      case Reductions.Max(var axes) when isOrdered ->
        along(axes, (from, outer, n, inner) -> extreme("max", from, outer, n, inner));
      case Reductions.Min(var axes) when isOrdered ->
        along(axes, (from, outer, n, inner) -> extreme("min", from, outer, n, inner));
      case Reductions.Norm(var axes) when isFloating -> along(axes, this::norm);
      case Reductions.CumulativeSum(int axis) when isOrdered -> cumulativeSum(axis);
      case Reductions.Argmax(int axis) when isOrdered -> position(axis, true);
      case Reductions.Argmin(int axis) when isOrdered -> position(axis, false);
      case Reductions.LogSumExp _ when isFloating -> logSumExp();
      case Activations.Softmax _ when isFloating -> softmax();
      case Activations.LogSoftmax _ when isFloating -> logSoftmax();
      case Losses.SoftmaxCrossEntropy _ when isFloating -> softmaxCrossEntropy();
      case Indexing.IndexSelect(int axis) -> indexSelect(axis);
      case Indexing.IndexAdd(int axis) when isOrdered -> indexAdd(axis);
      case Indexing.Gather(int axis) -> gatherAlong(axis);
      case Indexing.ScatterAdd(int axis) when isOrdered -> scatterAdd(axis);
      case Indexing.OneHot oneHot -> oneHot(oneHot.classes());
      case Indexing.Diagonal _ -> gather(0, diagonal(in.getFirst().shape()));
      case Indexing.OnDiagonal _ -> loop("i", in.getFirst().shape().size(), "%s[%s] = %s[i];", y,
          Elements.position(0, in.getFirst().shape().dims(), diagonal(type.shape()), "i"), x.getFirst());
      case LinearAlgebra.Matmul _ when isFloating -> matmul();
      case Sampling.Uniform uniform -> {
        context.call(Helper.UNIT, DType.FLOAT64);
        draw(uniform.seed(),
            type.dtype() == DType.FLOAT64 ? "unit(seed, i)" : "(bits(seed, i) >>> 40) * 0x1p-24f");
      }
      case Sampling.Normal normal -> {
        context.call(Helper.GAUSSIAN, DType.FLOAT64);
        draw(normal.seed(), cast("gaussian(seed, i)"));
      }
      // every other operation of those that there are, and of those that users make
      default -> context.unknown(isFloating ? op.name() : op.name() + " of " + dtype);
    }
  }

  // Loops

  private void add(String line, Object... arguments) {
    lines.add(line.formatted(arguments));
  }

  private void loop(String index, int size, String line, Object... arguments) {
    if (size > 0) {
      add("for (int %s = 0; %s < %d; %s++) {", index, index, size, index);
      add("  " + line, arguments);
      add("}");
    }
  }

  private void each(String line, Object... arguments) {
    loop("i", type.shape().size(), line, arguments);
  }

  private String element() {
    return Elements.type(type.dtype());
  }

  /** An expression of type double as the element type. */
  private String cast(String expression) {
    return type.dtype() == DType.FLOAT32 ? "(float) " + expression : expression;
  }

  private int outer(Shape shape, int axis) {
    return shape.size(0, axis);
  }

  private int inner(Shape shape, int axis) {
    return shape.size(axis + 1, shape.rank());
  }

  // Moving elements

  private void copy() {
    add("System.arraycopy(%s, 0, %s, 0, %d);", x.getFirst(), y, type.shape().size());
  }

  private void cast() {
    var from = x.getFirst() + "[i]";
    var number = in.getFirst().dtype() == DType.BOOL ? "(" + from + " ? 1 : 0)" : from;
    switch (type.dtype()) {
      case FLOAT64 -> each("%s[i] = %s;", y, number);
      case FLOAT32 -> each("%s[i] = (float) %s;", y, number);
      case INT32 -> {
        context.call(Helper.TO_INT, DType.FLOAT64);
        each("%s[i] = toInt(%s);", y, number);
      }
      case BOOL -> each("%s[i] = %s != 0;", y, number);
    }
  }

  private void gather(int offset, int[] strides) {
    each("%s[i] = %s[%s];", y, x.getFirst(), Elements.position(offset, type.shape().dims(), strides, "i"));
  }

  private static int[] diagonal(Shape matrix) {
    int[] strides = Arrays.copyOf(matrix.strides(), matrix.rank() - 1);
    strides[matrix.rank() - 2]++;
    return strides;
  }

  private void unslice(Slicing.Unslice unslice) {
    for (int part = 0; part < x.size(); part++) {
      var slice = unslice.slices().get(part);
      int[] strides = slice.strides(unslice.whole());
      int offset = slice.offset(unslice.whole());
      loop("i", in.get(part).shape().size(), "%s[%s] %s %s[i];", y,
          Elements.position(offset, in.get(part).shape().dims(), strides, "i"), part == 0 ? "=" : "+=", x.get(part));
    }
  }

  private void concat(int axis) {
    int row = type.shape().dim(axis) * inner(type.shape(), axis);
    int at = 0;
    for (int part = 0; part < x.size(); part++) {
      int length = in.get(part).shape().dim(axis) * inner(type.shape(), axis);
      loop("o", outer(type.shape(), axis), "System.arraycopy(%s, o * %d, %s, o * %d + %d, %d);", x.get(part), length, y,
          row, at, length);
      at += length;
    }
  }

  // Along axes

  private interface Along {
    void write(String from, int outer, int n, int inner);
  }

  /** Axes that are no neighbours are moved behind the others first. */
  private void along(List<Integer> axes, Along loop) {
    var shape = in.getFirst().shape();
    if (axes.isEmpty()) {
      copy();
    } else if (axes.getLast() - axes.getFirst() + 1 == axes.size()) {
      loop.write(x.getFirst(), outer(shape, axes.getFirst()), shape.size(axes.getFirst(), axes.getLast() + 1),
          inner(shape, axes.getLast()));
    } else {
      var order = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().filter(a -> !axes.contains(a)).toList());
      order.addAll(axes);
      int[] strides = shape.strides();
      var moved = Elements.position(0, order.stream().mapToInt(shape::dim).toArray(),
          order.stream().mapToInt(a -> strides[a]).toArray(), "i");
      var array = new Names(List.of("i", "o", "k", "j", x.getFirst(), y)).like("axesLast");
      add("%s[] %s = new %s[%d];", element(), array, element(), shape.size());
      loop("i", shape.size(), "%s[i] = %s[%s];", array, x.getFirst(), moved);
      int outer = type.shape().size();
      loop.write(array, outer, outer == 0 ? 0 : shape.size() / outer, 1);
    }
  }

  private void sum(String from, int outer, int n, int inner) {
    if (inner == 1 && outer == 1) {
      context.call(Helper.SUM, type.dtype());
      add("%s[0] = sum(%s, 0, %d);", y, from, n);
    } else if (inner == 1) {
      context.call(Helper.SUM, type.dtype());
      loop("i", outer, "%s[i] = sum(%s, i * %d, i * %d + %d);", y, from, n, n, n);
    } else if (outer * inner > 0) {
      context.call(Helper.SUM_ALONG, type.dtype());
      add("sumAlong(%s, %s, %d, %d, %d);", from, y, outer, n, inner);
    }
  }

  private void extreme(String function, String from, int outer, int n, int inner) {
    loop("i", outer * inner,
        "%s[i] = %s;\n  for (int k = 0; k < %d; k++) {\n    %s[i] = Math.%s(%s[i], %s[%s]);\n  }", y,
        Elements.furthest(type.dtype(), function.equals("max")), n, y, function, y, from, alongAt(n, inner));
  }

  /** Where x[o, k, j] is, for i = o·inner + j. */
  private static String alongAt(int n, int inner) {
    return inner == 1 ? "i * " + n + " + k" : "(i / %d * %d + k) * %d + i %% %d".formatted(inner, n, inner, inner);
  }

  private void norm(String from, int outer, int n, int inner) {
    if (outer * inner > 0) {
      var array = new Names(List.of("i", "o", "k", "j", from, x.getFirst(), y)).like("squares");
      add("%s[] %s = new %s[%d];", element(), array, element(), outer * n * inner);
      loop("i", outer * n * inner, "%s[i] = %s[i] * %s[i];", array, from, from);
      sum(array, outer, n, inner);
      context.call(Helper.NORM, type.dtype());
      each("%s[i] = norm(%s[i], %s, %s, %d, %d);", y, y, from, alongAt(n, inner).replace("k", "0"), n, inner);
    }
  }

  private void cumulativeSum(int axis) {
    int n = type.shape().dim(axis);
    int inner = inner(type.shape(), axis);
    loop("i", outer(type.shape(), axis) * inner,
        (type.dtype().isFloating() ? "double" : "int")
            + " sum = 0;\n  for (int k = 0; k < %d; k++) {\n    int at = %s;\n    sum += %s[at];\n    %s[at] = %s;\n  }",
        n,
        alongAt(n, inner), x.getFirst(), y, cast("sum"));
  }

  private void position(int axis, boolean largest) {
    var dtype = in.getFirst().dtype();
    int n = in.getFirst().shape().dim(axis);
    int inner = inner(in.getFirst().shape(), axis);
    var at = alongAt(n, inner);
    var next = x.getFirst() + "[" + at + "]";
    var best = x.getFirst() + "[" + at.replace("k", y + "[i]") + "]";
    var better = largest ? next + " > " + best : next + " < " + best;
    var first = dtype.isFloating() ? " || (" + next + " != " + next + " && " + best + " == " + best + ")" : "";
    each("for (int k = 1; k < %d; k++) {\n    if (%s%s) {\n      %s[i] = k;\n    }\n  }", n, better, first, y);
  }

  // Over the last axis

  private void rows(String... body) {
    int n = in.getFirst().shape().dim(-1);
    int rows = in.getFirst().shape().without(-1).size();
    context.call(Helper.LARGEST, in.getFirst().dtype());
    if (rows > 0) {
      add("for (int r = 0; r < %d; r++) {", rows);
      add("  int from = r * %d;", n);
      add("  int to = from + %d;", n);
      add("  %s largest = largest(%s, from, to);", Elements.type(in.getFirst().dtype()), x.getFirst());
      for (var line : body) {
        add("  " + VARIABLE.matcher(line).replaceAll(
            variable -> Matcher.quoteReplacement(switch (variable.group()) {
              case "X" -> x.getFirst();
              case "P" -> x.getLast();
              default -> y;
            })));
      }
      add("}");
    }
  }

  private void logSumExp() {
    context.call(Helper.LOG_SUM_EXP, type.dtype());
    var box = type.dtype() == DType.FLOAT64 ? "Double" : "Float";
    rows("Y[r] = " + box + ".isInfinite(largest) ? largest : largest + logSumExp(X, from, to, largest);");
  }

  private void softmax() {
    rows("double sum = 0;", "for (int i = from; i < to; i++) {", "  Y[i] = " + cast("Math.exp(X[i] - largest);"),
        "  sum += Y[i];", "}", "for (int i = from; i < to; i++) {", "  Y[i] /= " + cast("sum;"), "}");
  }

  private void logSoftmax() {
    context.call(Helper.LOG_SUM_EXP, type.dtype());
    rows(element() + " logSum = logSumExp(X, from, to, largest);", "for (int i = from; i < to; i++) {",
        "  Y[i] = X[i] - largest - logSum;", "}");
  }

  private void softmaxCrossEntropy() {
    context.call(Helper.LOG_SUM_EXP, type.dtype());
    rows(element() + " logSum = logSumExp(X, from, to, largest);", "double costs = 0;",
        "for (int i = from; i < to; i++) {", "  if (P[i] != 0) {",
        "    costs += P[i] * (largest - X[i] + logSum);", "  }", "}", "Y[r] = " + cast("costs;"));
  }

  // By index

  private void indexSelect(int axis) {
    var shape = in.getFirst().shape();
    int m = in.get(1).shape().size();
    int inner = inner(shape, axis);
    loop("i", outer(shape, axis) * m,
        "int from = i / %d * %d + java.util.Objects.checkIndex(%s[i %% %d], %d);\n  System.arraycopy(%s, from * %d, %s, i * %d, %d);",
        m, shape.dim(axis), x.get(1), m, shape.dim(axis), x.getFirst(), inner, y, inner, inner);
  }

  private void indexAdd(int axis) {
    copy();
    var shape = type.shape();
    int m = in.get(1).shape().size();
    int inner = inner(shape, axis);
    loop("i", outer(shape, axis) * m * inner,
        "int row = i / %d / %d * %d + java.util.Objects.checkIndex(%s[i / %d %% %d], %d);\n  %s[row * %d + i %% %d] += %s[i];",
        inner, m, shape.dim(axis), x.get(1), inner, m, shape.dim(axis), y, inner, inner, x.get(2));
  }

  private void gatherAlong(int axis) {
    var shape = in.getFirst().shape();
    each("%s[i] = %s[%s];", y, x.getFirst(), indexed(shape, axis));
  }

  private void scatterAdd(int axis) {
    copy();
    loop("i", in.get(1).shape().size(), "%s[%s] += %s[i];", y, indexed(type.shape(), axis), x.get(2));
  }

  /** Where (o, index[i], j) is in an array of a shape, for element i of the index. */
  private String indexed(Shape shape, int axis) {
    int inner = inner(shape, axis);
    int m = in.get(1).shape().dim(axis);
    return "(i / %d * %d + java.util.Objects.checkIndex(%s[i], %d)) * %d + i %% %d".formatted(m * inner,
        shape.dim(axis), x.get(1), shape.dim(axis), inner, inner);
  }

  private void oneHot(int classes) {
    loop("i", in.getFirst().shape().size(), "%s[i * %d + java.util.Objects.checkIndex(%s[i], %d)] = %s;", y, classes,
        x.getFirst(), classes, Elements.literal(type.dtype(), 1));
  }

  // Products and random numbers

  private void matmul() {
    context.call(Helper.MULTIPLY, type.dtype());
    int m = type.shape().dim(-2);
    int n = type.shape().dim(-1);
    int k = in.getFirst().shape().dim(-1);
    var batch = type.shape().slice(0, type.shape().rank() - 2);
    loop("i", batch.size(), "multiply(%s, %s, %s, %s, %s, i * %d, %d, %d, %d);", x.get(0),
        matrixAt(in.get(0).shape(), batch), x.get(1), matrixAt(in.get(1).shape(), batch), y, m * n, m, n, k);
  }

  private static String matrixAt(Shape shape, Shape batch) {
    int size = shape.dim(-2) * shape.dim(-1);
    var at = Elements.repeated(shape.slice(0, shape.rank() - 2), batch, "i");
    return at.equals("0") ? at : at.equals("i") ? "i * " + size : "(" + at + ") * " + size;
  }

  private void draw(long seed, String number) {
    add("long seed = mix(%dL, %s[0]);", seed, x.getFirst());
    each("%s[i] = %s;", y, number);
  }
}
