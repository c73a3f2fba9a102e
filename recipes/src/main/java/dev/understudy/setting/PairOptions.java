package dev.understudy.setting;

import dev.understudy.recipe.NetworkPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What methods' authors chose for a pair of networks, where it is not their method's own number, as their code says it. */
final class PairOptions {

    /** A recipe, its options, and the pairs they are for. */
    private static final String TABLE = """
            dkd non-target-weight=2 resnet56:resnet20 resnet110:resnet20 resnet110:resnet32
            dkd non-target-weight=6 wrn-40-2:wrn-16-2 wrn-40-2:wrn-40-1 vgg13:vgg8 vgg13:mobilenetv2
            sdd fine-parts=yes vgg13:mobilenetv2 resnet50:mobilenetv2 resnet50:vgg8
            sdd fine-parts=yes resnet32x4:shufflenetv1 resnet32x4:shufflenetv2 wrn-40-2:shufflenetv1
            sdd-dkd non-target-weight=2 resnet56:resnet20 resnet110:resnet32
            sdd-dkd non-target-weight=6 wrn-40-2:wrn-16-2 wrn-40-2:wrn-40-1 vgg13:vgg8
            sdd-dkd non-target-weight=6,fine-parts=yes vgg13:mobilenetv2
            sdd-dkd fine-parts=yes resnet50:mobilenetv2 resnet50:vgg8
            sdd-dkd fine-parts=yes resnet32x4:shufflenetv1 resnet32x4:shufflenetv2 wrn-40-2:shufflenetv1
            lskd temperature=3 vgg13:vgg8 vgg13:mobilenetv2
            lskd temperature=3,weight=1 resnet50:mobilenetv2
            lskd temperature=4,weight=12 resnet110:resnet20
            cat-kd weight=12 wrn-40-2:wrn-16-2
            cat-kd weight=1.5 wrn-40-2:wrn-40-1
            cat-kd weight=0.7 resnet56:resnet20
            cat-kd weight=1.8 resnet110:resnet32
            cat-kd weight=4.5 vgg13:vgg8
            cat-kd map-scale=unit vgg13:mobilenetv2
            cat-kd weight=40,map-scale=unit resnet50:mobilenetv2
            cat-kd weight=600,map-scale=unit,map-side=4 resnet32x4:shufflenetv1 resnet32x4:shufflenetv2
            cat-kd weight=80,map-scale=unit,map-side=4 wrn-40-2:shufflenetv1
            reviewkd weight=8 resnet32x4:shufflenetv2
            reviewkd weight=0.6 resnet56:resnet20
            reviewkd weight=1 resnet110:resnet32
            kd-plus-plus soft-targets-weight=1,norm-and-direction=1.5 wrn-40-2:wrn-40-1
            kd-plus-plus soft-targets-weight=1,norm-and-direction=2 resnet56:resnet20
            kd-plus-plus soft-targets-weight=3.5,norm-and-direction=2 resnet32x4:resnet8x4
            kd-plus-plus soft-targets-weight=3,norm-and-direction=0.5 resnet50:mobilenetv2
            kd-plus-plus soft-targets-weight=2.5,norm-and-direction=1.5 resnet32x4:shufflenetv1
            kd-plus-plus soft-targets-weight=4,norm-and-direction=0.5 resnet32x4:shufflenetv2
            wkd-f weight=0.5,grid=4 wrn-40-2:shufflenetv1
            """;

    /** One line of it. */
    private record Line(String recipe, Map<String, String> options, List<NetworkPair> pairs) {

        static Line of(String text) {
            List<String> words = List.of(text.split(" ", -1));
            Map<String, String> options = new LinkedHashMap<>();
            for (String option : words.get(1).split(",", -1)) {
                options.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
            }
            return new Line(
                    words.get(0),
                    options,
                    words.stream().skip(2).map(NetworkPair::of).toList());
        }
    }

    private static final List<Line> LINES = TABLE.lines().map(Line::of).toList();

    private PairOptions() {}

    /** For a recipe and a pair; empty where nothing was chosen for it. */
    static Map<String, String> of(String recipe, NetworkPair pair) {
        return LINES.stream()
                .filter(line -> line.recipe.equals(recipe) && line.pairs.contains(pair))
                .findFirst()
                .map(Line::options)
                .orElse(Map.of());
    }

    /** The recipes and pairs that it says something of. */
    static Stream<Map.Entry<String, NetworkPair>> all() {
        return LINES.stream().flatMap(line -> line.pairs.stream().map(pair -> Map.entry(line.recipe, pair)));
    }
}
