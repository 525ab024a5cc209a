require('../../main.js').scan();
