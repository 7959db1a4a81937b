package dev.adjoint.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;

/**
 * What a model consists of: {@code System.out.println(model.summary(FLOAT32.tensor(1, 64)))}.
 *
 * @param rows a layer each, in the order in which a batch runs through them
 */
public record Summary(List<Row> rows) {

  /**
   * A layer.
   *
   * @param name its place and kind: {@code 2 Dense}, and {@code 2.1 Dense} for the first layer within the second
   * @param output the type of what it gives, if the type of the input is known
   * @param parameters of the layer
   */
  public record Row(String name, Optional<TensorType> output, List<Parameter> parameters) {
    /** The number of elements of all parameters. */
    public long size() {
      return parameters.stream().mapToLong(parameter -> parameter.shape().size()).sum();
    }
  }

  /** Keeps the rows. */
  public Summary {
    rows = List.copyOf(rows);
  }

  static Summary of(Layer model) {
    var rows = new ArrayList<Row>();
    addRows(model, "", Optional.empty(), rows);
    return new Summary(rows);
  }

  static Summary of(Layer model, TensorType input) {
    var rows = new ArrayList<Row>();
    var dtype = input.dtype().isFloating() ? input.dtype() : DType.FLOAT32;
    var standIns = model.parameters().stream()
        .collect(Collectors.toMap(Function.identity(), p -> Tensor.placeholder(new TensorType(dtype, p.shape()))));
    return Parameter.with(Map.copyOf(standIns), () -> {
      addRows(model, "", Optional.of(Tensor.placeholder(input)), rows);
      return new Summary(rows);
    });
  }

  private static Optional<Tensor> addRows(Layer layer, String place, Optional<Tensor> x, List<Row> rows) {
    if (layer instanceof Sequential sequential) {
      var y = x;
      for (int i = 0; i < sequential.layers().size(); i++) {
        y = addRows(sequential.layers().get(i), place.isEmpty() ? "" + (i + 1) : place + "." + (i + 1), y, rows);
      }
      return y;
    }
    var y = x.map(layer::forward);
    rows.add(new Row((place + " " + layer.name()).strip(), y.map(Tensor::type), layer.parameters()));
    return y;
  }

  /** The number of elements of all parameters; one that several layers share is counted once. */
  public long size() {
    return parameters().stream().mapToLong(p -> p.shape().size()).sum();
  }

  private Parameters parameters() {
    return Parameters.of(rows.stream().flatMap(row -> row.parameters.stream()).toArray(Parameter[]::new));
  }

  /** A table. */
  @Override
  public String toString() {
    var names = column("layer", Row::name);
    var outputs = column("output", row -> row.output.map(TensorType::toString).orElse(""));
    var parameters = column("parameters",
        row -> row.parameters.stream().map(p -> p.name() + " " + p.shape()).collect(Collectors.joining(", ")));
    var sizes = column("size", row -> row.parameters.isEmpty() ? "" : String.format(Locale.ROOT, "%,d", row.size()));
    boolean typed = rows.stream().anyMatch(row -> row.output.isPresent());
    var text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      var line = names.get(i) + (typed ? "  " + outputs.get(i) : "") + "  " + parameters.get(i) + "  " + sizes.get(i);
      text.append(line.stripTrailing()).append('\n');
    }
    return text.append(String.format(Locale.ROOT, "%,d numbers in %d parameters%n", size(), parameters().size()))
        .toString();
  }

  /** A heading and a cell per row, all of the same width. */
  private List<String> column(String heading, Function<Row, String> cell) {
    var cells = new ArrayList<String>();
    cells.add(heading);
    rows.forEach(row -> cells.add(cell.apply(row)));
    int width = cells.stream().mapToInt(String::length).max().orElse(0);
    boolean number = heading.equals("size");
    return cells.stream().map(text -> number
        ? " ".repeat(width - text.length()) + text
        : text + " ".repeat(width - text.length())).toList();
  }
}
