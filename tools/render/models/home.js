// Home: lamp, pillow, storage box, candle, vase, towels. table-lamp is the worked example of the README.
import * as kit from '../kit.js';

export const looks = {
  'table-lamp': [
    { swatch: 'cream', yaw: 0.3, set: 'disc' },
    { swatch: 'celadon', yaw: -0.4, set: 'arch' },
    { swatch: 'clay', yaw: 0.5, set: 'slab' },
    { swatch: 'ink', yaw: -0.2, set: 'steps', backdrop: 'butter' },
    { swatch: 'butter', yaw: 0.1, set: 'disc', backdrop: 'night', zoom: 1.06 },
  ],
};

export const models = {
  'table-lamp'(THREE, palette) {
    const body = kit.ceramic(palette.main);
    const shade = kit.fabric('#fff3dc', { emissive: '#ffdf9e', emissiveIntensity: 0.35 });
    return kit.group(
      kit.lathe([[0, 0], [0.5, 0], [0.54, 0.05], [0.5, 0.12], [0.32, 0.3], [0.5, 0.75], [0.42, 1.1], [0.12, 1.4], [0.08, 1.6], [0, 1.6]], body, { smooth: true }),
      kit.put(kit.cylinder(0.045, 0.045, 0.5, kit.gold()), { at: [0, 1.75, 0] }),
      kit.lathe([[0.86, 1.62], [0.58, 2.55], [0.56, 2.55], [0.84, 1.62], [0.86, 1.62]], shade),
      kit.put(kit.sphere(0.2, kit.glow()), { at: [0, 1.95, 0] }),
    );
  },
};
