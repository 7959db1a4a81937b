package dev.adjoint.view.page;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.view.Graph;
import dev.adjoint.view.Group;
import dev.adjoint.view.Node;
import dev.adjoint.view.Operand;
import dev.adjoint.view.Quantity;

/** What the script of a page knows of a graph; its field names are those of the script. Absent values are empty strings or −1. */
record Facts(String name, String output, List<Fact> nodes, List<Frame> groups, List<Line> edges, double width,
    double height, List<Level> levels) {
  /** Arrays of more elements are drawn and not written. */
  private static final int WRITTEN = 64;
  private static final int ROWS = 24;
  private static final int COLUMNS = 32;

  record Fact(String symbol, String kind, String operation, String formula, String type, int group, List<Amount> value,
      List<Amount> gradient, List<Edge> operands, List<String> notes, List<Double> box) {
  }

  /** An operand and, if there is one, the term of the chain rule on its edge: local derivative and contribution, in words. */
  record Edge(int node, String local, String term, boolean scalar) {
  }

  record Frame(String name, String label, int parent, List<Double> box) {
  }

  record Line(int from, int to, List<Double> points) {
  }

  /** A group with the groups within it closed; a wire's ends are the places of items, or −1 for the border. */
  record Level(int group, double width, double height, List<Item> items, List<Wire> wires) {
  }

  record Item(int node, int group, List<Double> box) {
  }

  record Wire(List<Integer> edges, int from, int to, List<Double> points) {
  }

  /** An array: in words, in full if it is small, and as a picture if it is large. */
  record Amount(String brief, String full, List<String> statistics, List<Integer> histogram, int rows, int columns,
      String picture) {
  }

  static Facts of(String name, Graph graph, Layout layout, List<LevelLayout> levels) {
    var outputs = graph.outputs();
    boolean number = outputs.size() == 1
        && outputs.getFirst().value().map(Quantity::isNumber).orElse(false);
    return new Facts(name, number ? outputs.getFirst().symbol() : "",
        graph.nodes().stream().map(node -> fact(node, array(layout.boxes().get(node.number())))).toList(),
        IntStream.range(0, graph.groups().size())
            .mapToObj(g -> frame(graph.groups().get(g), layout.frames(), g)).toList(),
        layout.routes().stream().map(Facts::line).toList(), layout.width(), layout.height(),
        levels.stream().map(Facts::level).toList());
  }

  private static Level level(LevelLayout level) {
    return new Level(level.group(), level.width(), level.height(),
        level.items().stream().map(item -> new Item(item.node(), item.group(), array(item.box()))).toList(),
        level.wires().stream().map(w -> new Wire(w.edges(), w.from(), w.to(), array(w.points()))).toList());
  }

  private static List<Double> array(Layout.Box box) {
    return List.of(round(box.x()), round(box.y()), round(box.width()), round(box.height()));
  }

  private static List<Double> array(List<Layout.Point> points) {
    return points.stream().flatMap(p -> Stream.of(round(p.x()), round(p.y()))).toList();
  }

  private static double round(double x) {
    return Math.round(10 * x) / 10.0;
  }

  private static Frame frame(Group group, Map<Integer, Layout.Box> frames, int number) {
    var frame = Optional.ofNullable(frames.get(number));
    return new Frame(group.name(), frame.map(f -> Layout.fitting(group.name(), f)).orElse(""),
        group.parent().orElse(-1),
        frame.map(Facts::array).orElse(List.of()));
  }

  private static Line line(Layout.Route route) {
    return new Line(route.from(), route.to(), array(route.points()));
  }

  private static Fact fact(Node node, List<Double> box) {
    return new Fact(node.symbol(), node.kind().name(), node.operation(), node.formula(), node.type(),
        node.group().orElse(-1), node.value().map(Facts::amount).stream().toList(),
        node.gradient().map(Facts::amount).stream().toList(),
        node.operands().stream().map(operand -> edge(node, operand)).toList(), node.notes(), box);
  }

  private static Edge edge(Node reader, Operand operand) {
    return operand.term()
        .map(term -> new Edge(operand.node(), term.local().map(Quantity::brief).orElse(""), term.contribution().brief(),
            term.contribution().isNumber()
                && reader.gradient().map(Quantity::isNumber).orElse(false)))
        .orElse(new Edge(operand.node(), "", "", false));
  }

  private static Amount amount(Quantity q) {
    if (q.size() <= 1) {
      return new Amount(q.brief(), "", List.of(), List.of(), 0, 0, "");
    }
    var s = q.statistics();
    var statistics = List.of(Quantity.number(s.min()), Quantity.number(s.mean()), Quantity.number(s.max()),
        s.nonFinite() == 0 ? "" : s.nonFinite() + " not finite");
    double[][] grid = q.grid(ROWS, COLUMNS);
    return new Amount(q.brief(), q.size() <= WRITTEN ? q.full() : "", statistics, s.histogram(),
        grid.length, grid.length == 0 ? 0 : grid[0].length,
        picture(grid, Math.max(Math.abs(s.min()), Math.abs(s.max()))));
  }

  /** A byte per cell: 128 is 0, 1 and 255 are −limit and limit, and 0 is not finite. */
  private static String picture(double[][] grid, double limit) {
    var bytes = new java.io.ByteArrayOutputStream();
    for (double[] row : grid) {
      Arrays.stream(row).forEach(x -> bytes.write(Double.isFinite(x) && Double.isFinite(limit)
          ? (int) Math.round(128 + 127 * (limit > 0 ? x / limit : 0))
          : 0));
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
